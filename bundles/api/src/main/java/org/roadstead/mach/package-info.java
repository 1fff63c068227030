/**
 * Spaces, rights and messages: what {@code msg_send(2)}, {@code msg_receive(2)} and {@code msg_rpc(2)} of Mach 2.5 describe.
 *
 * <p>A {@link org.roadstead.mach.PortSpace} is a Mach task: a set of {@link org.roadstead.mach.PortRight rights} to ports, each
 * under a name. A port is a bounded queue of {@link org.roadstead.mach.Message messages} with one receiver. Every outcome is a
 * value with its published number; nothing here throws for an outcome.
 *
 * <p>Message ports ({@code org.roadstead.port}) stand on the same ports and are what most programs want.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package org.roadstead.mach;
