package org.roadstead.mach;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The right to receive from a port, of which there is one. Ownership, a right of its own in Mach 2.5, is part of it. Who may
 * receive may also send, so it can be used wherever a send right can.
 */
@ProviderType
public non-sealed interface ReceiveRight extends PortRight {}
