/** What tests of Roadstead are written with. */
module org.roadstead.testkit {
    requires static org.osgi.annotation.bundle;
    requires static org.osgi.annotation.versioning;

    exports org.roadstead.testkit;
}
