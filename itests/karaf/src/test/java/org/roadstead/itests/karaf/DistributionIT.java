package org.roadstead.itests.karaf;

import java.io.File;

/** Our own distribution: everything is there when it starts. */
public class DistributionIT extends PortsInKaraf {
    @Override
    File archive() {
        return new File(System.getProperty("roadstead.karaf"));
    }

    /** None: nothing is downloaded at run time. */
    @Override
    String repository() {
        return "";
    }

    @Override
    void install() {}
}
