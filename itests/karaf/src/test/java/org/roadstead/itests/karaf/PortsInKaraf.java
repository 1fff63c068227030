package org.roadstead.itests.karaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** What somebody who runs Karaf can do with ports, whichever Karaf it is. */
public abstract class PortsInKaraf extends KarafTest {
    private static final String TWO_MEBIBYTES = "x".repeat(2 << 20);

    @Test
    public void everyBundleOfTheFeatureIsActive() {
        assertThat(Stream.of(context.getBundles())
                        .filter(bundle ->
                                String.valueOf(bundle.getSymbolicName()).startsWith("org.roadstead.")))
                .extracting(bundle -> bundle.getSymbolicName() + " " + (bundle.getState() == Bundle.ACTIVE))
                .containsExactlyInAnyOrder(
                        "org.roadstead.api true",
                        "org.roadstead.core true",
                        "org.roadstead.transport.uds true",
                        "org.roadstead.command true",
                        "org.roadstead.command.karaf true");
    }

    @Test
    public void aBundleServesAPortAndAsksIt() throws Exception {
        assertThat(BundlePorts.echo(context, "karaf.inside", "ahoy")).isEqualTo("ahoy");
    }

    @Test
    public void thePortsAreListedWithTheirOwners() throws Exception {
        assertThat(shell.typed("port:serve karaf.listed --echo")).contains("serving karaf.listed");
        assertThat(shell.typed("port:list").lines())
                .anyMatch(line -> line.matches(" *PORT +OWNER +TRANSPORTS +QUEUE +STATE"))
                .anyMatch(line -> line.matches(
                        " *karaf.listed +org.roadstead.command \\(\\d+\\) +vm uds +\\.\\.\\.\\. +0/64 +listening"));
        assertThat(shell.typed("port:list | grep karaf.listed").lines()).hasSize(1);
    }

    @Test
    public void aRequestFromTheShellIsAnswered() throws Exception {
        shell.typed("port:serve karaf.answering --reply 'aye aye'");
        assertThat(shell.typed("port:request karaf.answering 'all hands'")).contains("aye aye");
        assertThat(shell.typed("port:ping karaf.answering")).matches("(?s)karaf.answering .*alive\\s*");
        assertThat(shell.typed("port:info karaf.answering"))
                .contains("queue        ....  0/64, 0 bytes, 0 senders blocked")
                .contains("handled      1 messages")
                .contains("process " + ProcessHandle.current().pid());
    }

    @Test
    public void theShellHelpsWithItsCommands() throws Exception {
        assertThat(shell.typed("help").lines().filter(line -> line.contains("port:list")))
                .singleElement()
                .asString()
                .contains("print all ports of this user on this machine");
        assertThat(shell.typed("help port:request")).contains("usage: port:request NAME TEXT");
    }

    @Test
    public void theTabKeyCompletesCommandsNamesAndOptions() throws Exception {
        shell.typed("port:serve karaf.completed --echo");
        assertThat(shell.completed("port:"))
                .containsExactlyInAnyOrder(
                        "port:info",
                        "port:links",
                        "port:list",
                        "port:loops",
                        "port:ping",
                        "port:request",
                        "port:send",
                        "port:serve",
                        "port:tail",
                        "port:top");
        assertThat(shell.completed("port:request karaf.compl")).containsExactly("karaf.completed");
        assertThat(shell.completed("port:info ")).contains("karaf.completed");
        assertThat(shell.completed("port:request karaf.completed --"))
                .containsExactlyInAnyOrder("--file", "--id", "--timeout");
        assertThat(shell.completed("list --js")).as("bundle:list").isEmpty();
    }

    @Test
    public void theTabKeyStillWorksWhenTheCommandsHaveComeAgain() throws Exception {
        Bundle commands = Stream.of(context.getBundles())
                .filter(bundle -> "org.roadstead.command".equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
        try {
            commands.stop();
            assertThat(shell.completed("port:")).isEmpty();
        } finally {
            commands.start();
        }
        await().untilAsserted(() -> assertThat(shell.completed("port:list --t")).containsExactly("--timeout"));
        assertThat(shell.typed("port:list")).contains("PORT");
    }

    @Test
    public void aChangedFileReachesTheKernelAndEndsNoPort() throws Exception {
        Path file = Path.of(System.getProperty("karaf.etc"), "org.roadstead.core.cfg");
        String shipped = Files.readString(file);
        assertThat(shipped).contains("#message.limit.mib=16");
        shell.typed("port:serve karaf.old --echo");
        String since = since("karaf.old");
        assertThat(BundlePorts.takes(context, TWO_MEBIBYTES)).isTrue();

        Files.writeString(file, shipped + "\nmessage.limit.mib=1\n");
        await().atMost(Duration.ofSeconds(30)).until(() -> !BundlePorts.takes(context, TWO_MEBIBYTES));
        assertThat(since("karaf.old")).isEqualTo(since);
        assertThat(shell.typed("port:request karaf.old still-there")).contains("still-there");

        Files.writeString(file, shipped);
        await().atMost(Duration.ofSeconds(30)).until(() -> BundlePorts.takes(context, TWO_MEBIBYTES));
    }

    @Test
    public void theDemoComesAndGoesAsAFeature() throws Exception {
        shell.typed("feature:install roadstead-demo");
        assertThat(shell.typed("port:request demo.echo ahoy")).contains("ahoy");
        shell.typed("feature:uninstall roadstead-demo");
        assertThat(shell.typed("port:list")).doesNotContain("demo.echo");
    }

    private String since(String port) throws Exception {
        return shell.typed("port:info " + port)
                .lines()
                .filter(line -> line.contains("since"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    public void aPlainJavaProgramInAnotherProcessIsAnswered() throws Exception {
        shell.typed("port:serve karaf.served --exec 'tr a-z A-Z'");
        assertThat(PlainClient.request("karaf.served", "ahoy")).isEqualTo("AHOY");
    }
}
