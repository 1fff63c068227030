/**
 * Run loops: the callbacks of one thread, one at a time, in modes. The Java counterpart of {@code CFRunLoop}.
 *
 * <p>A bundle that only has ports needs none of it: their handlers run on the bundle's own loop. A program that wants to
 * serve a port on a thread of its own makes the port with {@code Dispatch.none()}, adds its source to {@link
 * org.roadstead.runloop.RunLoop#current()}, and runs that.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package org.roadstead.runloop;
