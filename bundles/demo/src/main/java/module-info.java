/** Two ports to try things on. */
module org.roadstead.demo {
    requires org.roadstead.api;
    requires static org.osgi.annotation.bundle;
    requires static org.osgi.annotation.versioning;
    requires static org.osgi.framework;
    requires org.slf4j;
    requires static org.osgi.service.component;
    requires static org.osgi.service.component.annotations;
}
