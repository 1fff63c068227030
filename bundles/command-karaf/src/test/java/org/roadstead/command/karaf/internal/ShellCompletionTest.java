package org.roadstead.command.karaf.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.Descriptor;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.junit.jupiter.api.Test;
import org.roadstead.runtime.PortRuntime;

class ShellCompletionTest {
    private final ListedCommands registry = new ListedCommands();
    private final Command real = fake(Command.class, Map.of("getScope", "port", "getName", "info"));

    @Test
    void aCommandThatIsRegisteredLaterDoesNotHideItsShadow() {
        ShellCompletion completion = completion();
        registry.register(real);
        assertThat(lastAsked()).isSameAs(real);

        registry.getCommands().forEach(command -> command.getCompleter(false)); // as Karaf does when commands came
        assertThat(lastAsked()).isInstanceOf(CommandShadow.class);
        completion.stop();
    }

    @Test
    void nothingMovesWhenTheOrderIsRight() {
        registry.register(real);
        completion();
        List<Command> before = registry.getCommands();
        before.forEach(command -> command.getCompleter(false));
        assertThat(registry.getCommands()).isEqualTo(before);
    }

    @Test
    void theCommandStaysWhenTheCompletionGoes() {
        registry.register(real);
        completion().stop();
        assertThat(registry.getCommands()).containsExactly(real);
    }

    private ShellCompletion completion() {
        SessionFactory sessions = fake(SessionFactory.class, Map.of("getRegistry", registry));
        PortRuntime runtime = fake(PortRuntime.class, Map.of("nodes", List.of()));
        return new ShellCompletion(sessions, runtime, new Commands());
    }

    private Command lastAsked() {
        List<Command> all = registry.getCommands();
        return all.get(all.size() - 1);
    }

    /** Something that answers some methods with a constant, and is equal to itself only. */
    private static <T> T fake(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "toString" -> type.getSimpleName();
                    default -> answers.get(method.getName());
                }));
    }

    /** What Gogo would run. */
    public static final class Commands {
        @Descriptor("tell of a port")
        public String info(@Descriptor("NAME [--json]") String... words) {
            return String.join(" ", words);
        }
    }
}
