package org.roadstead.mach;

import org.osgi.annotation.versioning.ProviderType;

/** A right to send to a port, as often as its holder likes. It can be copied by sending it in a message. */
@ProviderType
public non-sealed interface SendRight extends PortRight {}
