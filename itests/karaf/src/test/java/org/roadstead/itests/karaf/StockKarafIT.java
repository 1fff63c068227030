package org.roadstead.itests.karaf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.stream.Stream;

/** Apache Karaf as it is downloaded, with the README's two commands typed into its shell. */
public class StockKarafIT extends PortsInKaraf {
    @Override
    File archive() {
        return new File(target(), "apache-karaf.tar.gz");
    }

    /** What {@code mvn install} would have put into the local repository. */
    @Override
    String repository() {
        return "," + new File(target(), "repository").toURI() + "@id=roadstead@snapshots";
    }

    @Override
    void install() throws Exception {
        if (Stream.of(context.getBundles()).anyMatch(b -> "org.roadstead.api".equals(b.getSymbolicName()))) {
            return; // an earlier test of this class has done it
        }
        String version = System.getProperty("roadstead.version");
        shell.awaitCommand("feature", "repo-add");
        shell.awaitCommand("feature", "install");
        shell.typed("feature:repo-add mvn:org.roadstead/roadstead-features/" + version + "/xml/features");
        shell.typed("feature:install roadstead");
        assertThat(shell.typed("feature:list -i -s --no-format | grep roadstead")
                        .lines())
                .hasSize(4);
    }
}
