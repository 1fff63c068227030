/**
 * What a node is doing, as immutable records: one snapshot that every command, console and check reads.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package org.roadstead.runtime;
