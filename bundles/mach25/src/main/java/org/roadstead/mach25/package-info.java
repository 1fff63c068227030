/**
 * The calls of Mach 2.5 as {@code msg_send(2)} and its sibling pages describe them: numbers for names, messages as bytes. For
 * programs that were written for Mach, and for whoever compares Roadstead with it; new programs use {@code org.roadstead.mach},
 * on which everything here stands.
 *
 * <p>{@link org.roadstead.mach25.MachTask} has the calls, {@link org.roadstead.mach25.Mach25} the published numbers, and
 * {@link org.roadstead.mach25.WireCodec} turns the bytes of a message into a {@link org.roadstead.mach.Message} and back.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package org.roadstead.mach25;
