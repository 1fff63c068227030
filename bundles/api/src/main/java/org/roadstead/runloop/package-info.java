/**
 * Run loops: the thread of a bundle on which the callbacks of its ports run, one at a time and in order.
 *
 * <p>The Java counterpart of {@code CFRunLoop}, as far as ports need it.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package org.roadstead.runloop;
