/** Completion of the shell commands in Apache Karaf's shell. */
module org.roadstead.command.karaf {
    requires org.roadstead.api;
    requires static org.apache.karaf.shell.core;
    requires static org.osgi.annotation.bundle;
    requires static org.osgi.annotation.versioning;
    requires static org.osgi.framework;
    requires static org.osgi.service.component;
    requires static org.osgi.service.component.annotations;
}
