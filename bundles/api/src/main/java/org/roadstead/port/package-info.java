/**
 * Message ports: named mailboxes between bundles and between processes of one machine.
 *
 * <p>The Java counterpart of Core Foundation's {@code CFMessagePort}: a {@link org.roadstead.port.LocalMessagePort}
 * receives, a {@link org.roadstead.port.RemoteMessagePort} sends. Both come from the
 * {@link org.roadstead.port.PortRegistry}.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package org.roadstead.port;
