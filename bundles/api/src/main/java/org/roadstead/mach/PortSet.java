package org.roadstead.mach;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A set of receive rights that are received from together, in the order in which the messages came. A port is in one set at most.
 * A set is no destination and cannot be sent in a message.
 */
@ProviderType
public non-sealed interface PortSet extends PortRight {}
