/** Roadstead for plain Java programs: the same core, without a framework. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package org.roadstead.standalone;
