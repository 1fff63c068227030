package org.roadstead.runloop;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The source of a port ({@code CFRunLoopSource} of version 1): a loop that runs a mode in which it is takes one message of
 * the port in a pass and hands it to the port's handler. Each message goes to one loop, whichever takes it first. While
 * the source is in no loop messages queue at the port.
 *
 * <p>Made by {@code LocalMessagePort.runLoopSource()}. It becomes invalid with its port.
 */
@ProviderType
public non-sealed interface PortSource extends RunLoopSource {}
