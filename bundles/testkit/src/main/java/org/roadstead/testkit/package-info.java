/**
 * Marks by which tests say what they show.
 *
 * <p>They stand in class files only: a framework that runs a test needs no bundle for them.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package org.roadstead.testkit;
