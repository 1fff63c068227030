/**
 * The service provider interface of transports: links that carry frames and report death, and directories of names.
 *
 * <p>A transport moves frames; the kernel alone gives frames a meaning. Users of message ports never need this package.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package org.roadstead.transport;
