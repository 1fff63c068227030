/**
 * Message ports: names, request and reply, invalidation, spaces. Joins the kernel, the node and the run loops; what users
 * call is implemented here. Knows nothing of OSGi.
 */
package org.roadstead.core.port;
