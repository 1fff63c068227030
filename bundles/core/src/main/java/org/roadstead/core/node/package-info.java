/**
 * The node: how this kernel speaks with other kernels. Links, the frames on them, proxies of ports whose home is elsewhere,
 * and who reads.
 *
 * <p>The home of a port decides every race about it (D16). Death comes from the end of a link, never from a clock (D19).
 */
package org.roadstead.core.node;
