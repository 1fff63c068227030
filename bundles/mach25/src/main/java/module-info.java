/** The calls of Mach 2.5 with numbers for names, and the byte-exact layout of its messages. */
module org.roadstead.mach25 {
    requires transitive org.roadstead.api;
    requires static org.osgi.annotation.bundle;
    requires static org.osgi.annotation.versioning;

    exports org.roadstead.mach25;
}
