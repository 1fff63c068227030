/** Links over Unix domain sockets, and the name directory in the file system. */
module org.roadstead.transport.uds {
    requires org.roadstead.api;
    requires org.slf4j;
    requires jdk.net; // without it a socket does not tell who its peer is, and the transport refuses to start
    requires static org.osgi.annotation.bundle;
    requires static org.osgi.annotation.versioning;
    requires static org.osgi.framework;
    requires static org.osgi.service.component;
    requires static org.osgi.service.component.annotations;

    provides org.roadstead.transport.Transport with
            org.roadstead.transport.uds.internal.UdsTransport;
}
