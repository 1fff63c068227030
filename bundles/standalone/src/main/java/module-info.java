/** Roadstead without a framework. */
module org.roadstead.standalone {
    requires transitive org.roadstead.api;
    requires org.roadstead.core;
    requires static org.osgi.annotation.bundle;
    requires static org.osgi.annotation.versioning;

    exports org.roadstead.standalone;

    uses org.roadstead.transport.Transport;
}
