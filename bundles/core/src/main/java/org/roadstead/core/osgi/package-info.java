/**
 * The kernel as OSGi services: one kernel component, a registry for each bundle, and the lifecycle of bundles. The only package
 * of the core that knows OSGi; nothing else touches it, so the rest runs without a framework.
 */
package org.roadstead.core.osgi;
