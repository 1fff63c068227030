package org.roadstead.itests.karaf;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.PrivilegedExceptionAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.shell.api.console.Candidate;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.apache.karaf.shell.support.completers.CommandsCompleter;

/** Karaf's shell, with an administrator at the keyboard. */
final class Shell implements AutoCloseable {
    private static final Subject ADMINISTRATOR =
            new Subject(true, Set.of(new RolePrincipal("admin"), new RolePrincipal("manager")), Set.of(), Set.of());

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Session session;

    Shell(SessionFactory sessions) {
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        session = sessions.create(
                new ByteArrayInputStream(new byte[0]), print, print, null, StandardCharsets.UTF_8.name(), () -> {});
    }

    /** What a command printed, and what the shell would print of its result. */
    String typed(String line) throws Exception {
        out.reset();
        Object result = as(() -> session.execute(line));
        return out.toString(StandardCharsets.UTF_8) + (result == null ? "" : result);
    }

    /** Waits until a command is there: a shell is up before the commands of all its bundles are. */
    void awaitCommand(String scope, String name) {
        await(scope + ":" + name)
                .atMost(Duration.ofSeconds(30))
                .until(() -> session.getRegistry().getCommand(scope, name) != null);
    }

    /** What the Tab key offers at the end of a line: of what completers propose, what continues the word. */
    List<String> completed(String line) {
        TypedLine typed = new TypedLine(line);
        List<Candidate> candidates = new ArrayList<>();
        session.getRegistry().getService(CommandsCompleter.class).completeCandidates(session, typed, candidates);
        return candidates.stream()
                .map(Candidate::value)
                .filter(value -> value.startsWith(typed.getCursorArgument()))
                .toList();
    }

    /** A line without quotes and with the cursor at its end. */
    private record TypedLine(String getBuffer) implements CommandLine {
        @Override
        public String[] getArguments() {
            return getBuffer.split(" ", -1);
        }

        @Override
        public int getCursorArgumentIndex() {
            return getArguments().length - 1;
        }

        @Override
        public String getCursorArgument() {
            return getArguments()[getCursorArgumentIndex()];
        }

        @Override
        public int getArgumentPosition() {
            return getCursorArgument().length();
        }

        @Override
        public int getBufferPosition() {
            return getBuffer.length();
        }
    }

    private static Object as(PrivilegedExceptionAction<Object> command) throws Exception {
        return Subject.doAs(ADMINISTRATOR, command);
    }

    @Override
    public void close() {
        session.close();
    }
}
