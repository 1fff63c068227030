/** Spaces and rights, message ports, run loops, the transport SPI and the runtime snapshot of Roadstead. */
module org.roadstead.api {
    requires static org.osgi.annotation.bundle;
    requires static org.osgi.annotation.versioning;
    requires static org.osgi.service.component.annotations;

    exports org.roadstead.mach;
    exports org.roadstead.port;
    exports org.roadstead.runloop;
    exports org.roadstead.runtime;
    exports org.roadstead.transport;
}
