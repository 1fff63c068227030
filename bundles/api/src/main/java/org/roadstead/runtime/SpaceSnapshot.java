package org.roadstead.runtime;

import java.util.List;

/**
 * A bundle's part of a kernel at one moment.
 *
 * @param owner the label of the bundle or program
 * @param loop the name of its run loop's thread
 * @param running whether that thread exists
 * @param queued how many callbacks wait for the loop
 * @param callbackMillis how long the callback that runs has been running, or -1 if none runs
 * @param callbackStack where that callback is, the innermost call first, if it has been running for a second or more; else
 *     empty
 * @param localPorts how many local ports it has
 * @param remotePorts how many remote ports it has
 */
public record SpaceSnapshot(
        String owner,
        String loop,
        boolean running,
        int queued,
        long callbackMillis,
        List<String> callbackStack,
        int localPorts,
        int remotePorts) {}
