/** Run loops: one thread for each space that has ports. Knows nothing of ports, links or OSGi. */
package org.roadstead.core.runloop;
