package org.roadstead.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.roadstead.port.NoSuchPortException;
import org.roadstead.port.PortName;
import org.roadstead.runtime.PortRuntime;

/** The commands in a shell of the framework, on the ports of the demo. */
public class ShellIT extends FrameworkTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Bundle demo;
    private CommandSession shell;

    @Before
    public void open() throws Exception {
        demo = startDemo();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        shell = service(CommandProcessor.class).createSession(new ByteArrayInputStream(new byte[0]), print, print);
    }

    @After
    public void close() throws Exception {
        shell.close();
        demo.stop();
    }

    @Test
    public void theListShowsThePortsOfOtherBundlesWithTheirOwners() throws Exception {
        assertThat(typed("port:list"))
                .contains("demo.echo", "demo.slow")
                .contains(demo.getSymbolicName() + " (" + demo.getBundleId() + ")")
                .contains("vm uds")
                .contains("0/64");
    }

    @Test
    public void aRequestIsAnsweredByTheDemosBundle() throws Exception {
        assertThat(typed("port:request demo.echo ahoy")).contains("ahoy").contains("demo.echo");
    }

    @Test
    public void aDemoThatIsStoppedLeavesNoPort() throws Exception {
        demo.stop();
        assertThat(service(PortRuntime.class).snapshot().ports()).isEmpty();
        assertThat(typed("port:list")).doesNotContain("demo.");
        assertThatThrownBy(() -> bundle("shell.client").registry().connect(PortName.of("demo.echo")))
                .isInstanceOf(NoSuchPortException.class);
    }

    /** What the command printed, and what the shell would print of its result. */
    private String typed(String line) throws Exception {
        out.reset();
        Object result = shell.execute(line);
        return out.toString(StandardCharsets.UTF_8) + (result == null ? "" : result);
    }
}
