package org.roadstead.command.karaf.internal;

import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.Registry;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.osgi.service.component.AnyService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.roadstead.runtime.PortRuntime;
import org.roadstead.runtime.PortSnapshot;

/**
 * Adds completion to the commands of scope {@code port} in Karaf's shell. Karaf runs commands of plain Gogo but knows no way
 * to complete their words, so each gets a {@link CommandShadow}.
 */
@Component(service = {})
public final class ShellCompletion {
    /** How long the Tab key waits for other processes' port names. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Registry registry;
    private final PortRuntime runtime;
    private final List<Callable<Command>> shadows;
    private volatile boolean stopped;

    /**
     * Adds the completion.
     *
     * @param sessions Karaf's shell
     * @param runtime tells the names of ports
     * @param commands the commands, as they are described for {@code help}
     */
    @Activate
    public ShellCompletion(
            @Reference SessionFactory sessions,
            @Reference PortRuntime runtime,
            @Reference(service = AnyService.class, target = "(osgi.command.scope=port)") Object commands) {
        this.registry = sessions.getRegistry();
        this.runtime = runtime;
        this.shadows =
                VerbWords.of(commands.getClass()).stream().map(this::shadow).toList();
        shadows.forEach(shadow -> registry.register(shadow, Command.class));
    }

    /** Takes the completion away; the commands stay. */
    @Deactivate
    void stop() {
        stopped = true;
        shadows.forEach(registry::unregister);
    }

    private Callable<Command> shadow(VerbWords words) {
        Command shadow = new CommandShadow(words, registry, this::portNames, this::moveToTheEnd);
        return () -> shadow;
    }

    /** Karaf asks the last of several commands with one name: the shadows must stand behind what they are shadows of. */
    private void moveToTheEnd() {
        for (Callable<Command> shadow : shadows) {
            registry.unregister(shadow);
            registry.register(shadow, Command.class);
        }
        if (stopped) {
            stop(); // meanwhile: what was just registered goes too
        }
    }

    private NavigableSet<String> portNames() {
        NavigableSet<String> names = new TreeSet<>();
        try {
            runtime.nodes(PATIENCE)
                    .forEach(node -> node.ports().stream()
                            .map(PortSnapshot::name)
                            .filter(name -> !name.isEmpty())
                            .forEach(names::add));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return names;
    }
}
