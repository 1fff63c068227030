package org.roadstead.itests.karaf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.roadstead.port.PortName;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.standalone.Roadstead;
import org.roadstead.standalone.RoadsteadOptions;

/** A program without a framework, in a JVM of its own. */
final class PlainClient {
    private PlainClient() {}

    /** Starts the program; it asks a port and prints the reply. */
    static String request(String port, String text) throws Exception {
        File target = KarafTest.target();
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Droadstead.directory=" + System.getProperty("roadstead.directory"),
                        "-cp",
                        target + "/client/*" + File.pathSeparator + target + "/test-classes",
                        PlainClient.class.getName(),
                        port,
                        text)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String reply = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            return reply;
        } finally {
            process.destroyForcibly();
        }
    }

    /** The program. */
    public static void main(String... words) throws InterruptedException {
        try (Roadstead roadstead =
                        Roadstead.open(RoadsteadOptions.discover("client", PlainClient.class.getClassLoader()));
                RemoteMessagePort port = roadstead.registry("client").connect(PortName.of(words[0]))) {
            byte[] text = words[1].getBytes(StandardCharsets.UTF_8);
            System.out.writeBytes(port.request(1, ByteBuffer.wrap(text)).toByteArray());
            System.out.flush();
        }
    }
}
