package org.roadstead.itests.karaf;

import java.io.File;

/** Our own distribution: everything is there when it starts. */
public class DistributionIT extends PortsInKaraf {
    @Override
    File archive() {
        return new File(System.getProperty("roadstead.karaf"));
    }

    @Override
    void install() {}
}
