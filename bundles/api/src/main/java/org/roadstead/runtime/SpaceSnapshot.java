package org.roadstead.runtime;

/**
 * A bundle's part of a kernel at one moment.
 *
 * @param owner the label of the bundle or program
 * @param loop the name of its run loop's thread
 * @param running whether that thread exists
 * @param queued how many callbacks wait for the loop
 * @param callbackMillis how long the callback that runs has been running, or -1 if none runs
 * @param localPorts how many local ports it has
 * @param remotePorts how many remote ports it has
 */
public record SpaceSnapshot(
        String owner, String loop, boolean running, int queued, long callbackMillis, int localPorts, int remotePorts) {}
