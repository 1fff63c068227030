/** The kernel of Roadstead; exports nothing but to its own family. */
module org.roadstead.core {
    requires transitive org.roadstead.api;
    requires org.slf4j;
    requires static org.osgi.annotation.bundle;
    requires static org.osgi.annotation.versioning;
    requires static org.osgi.framework;
    requires static org.osgi.service.component;
    requires static org.osgi.service.component.annotations;

    exports org.roadstead.core.port to
            org.roadstead.standalone;
}
