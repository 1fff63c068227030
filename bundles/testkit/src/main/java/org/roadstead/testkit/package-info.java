/**
 * What tests are written with: marks by which they say what they show, blocking calls that a test watches from outside, and
 * messages as text.
 *
 * <p>The marks stand in class files only: a framework that runs a test needs no bundle for them. For the rest it needs this
 * package.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package org.roadstead.testkit;
