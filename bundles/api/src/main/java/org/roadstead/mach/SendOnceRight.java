package org.roadstead.mach;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A right to send one message to a port, whether its queue is full or not. Exactly one message comes of it: the one that is sent
 * with it, or, if it is destroyed unused, a {@link Notification.Kind#SEND_ONCE} notification. Each has a name of its own.
 */
@ProviderType
public non-sealed interface SendOnceRight extends PortRight {}
