/** Shell commands of scope port, and the same verbs for bin/roadstead. */
module org.roadstead.command {
    requires org.roadstead.api;
    requires static org.apache.felix.gogo.runtime;
    requires static org.apache.felix.utils;
    requires static org.osgi.annotation.bundle;
    requires static org.osgi.annotation.versioning;
    requires static org.osgi.framework;
    requires static org.osgi.service.component;
    requires static org.osgi.service.component.annotations;
}
