/** A program that talks, as a user's module would be: it requires the one module, and never names a transport. */
module org.roadstead.itests.jpms {
    requires org.roadstead.standalone;
}
