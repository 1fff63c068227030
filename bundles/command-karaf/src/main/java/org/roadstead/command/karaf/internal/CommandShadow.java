package org.roadstead.command.karaf.internal;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Parser;
import org.apache.karaf.shell.api.console.Registry;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/**
 * A command that completes its words and leaves all else to the real one of its name. It is registered as something that
 * makes a command, which the shell lists but does not run, so the real one keeps working whatever comes and goes. Any
 * thread.
 */
final class CommandShadow implements Command {
    private static final String SCOPE = "port";

    private final VerbWords words;
    private final Registry registry;
    private final Supplier<? extends Collection<String>> portNames;
    private final Runnable moveToTheEnd;

    CommandShadow(
            VerbWords words,
            Registry registry,
            Supplier<? extends Collection<String>> portNames,
            Runnable moveToTheEnd) {
        this.words = words;
        this.registry = registry;
        this.portNames = portNames;
        this.moveToTheEnd = moveToTheEnd;
    }

    @Override
    public String getScope() {
        return SCOPE;
    }

    @Override
    public String getName() {
        return words.verb();
    }

    @Override
    public String getDescription() {
        Command real = real();
        return real == null ? getName() : real.getDescription();
    }

    @Override
    public Parser getParser() {
        return null;
    }

    @Override
    public Object execute(Session session, List<Object> arguments) throws Exception {
        Command real = real();
        if (real == null) {
            throw new IllegalStateException(
                    SCOPE + ":" + getName() + " is gone; start the bundle org.roadstead.command");
        }
        return real.execute(session, arguments);
    }

    /** Karaf asks for it when the list of commands has changed: the moment to look whether the order is still right. */
    @Override
    public Completer getCompleter(boolean scoped) {
        List<Command> all = registry.getCommands();
        int place = all.indexOf(this);
        boolean overtaken = all.stream()
                .skip(place + 1)
                .anyMatch(other ->
                        other.getScope().equals(SCOPE) && other.getName().equals(getName()));
        if (place >= 0 && overtaken) {
            moveToTheEnd.run();
        }
        return (session, line, candidates) -> complete(session, line, candidates, scoped);
    }

    private Command real() {
        return registry.getCommand(SCOPE, getName());
    }

    private int complete(Session session, CommandLine line, List<String> candidates, boolean scoped) {
        String full = SCOPE + ":" + getName();
        List<String> names = scoped ? List.of(getName()) : List.of(full, getName());
        int index = line.getCursorArgumentIndex();
        if (index == 0) {
            return strings(names).complete(session, line, candidates);
        }
        List<String> typed = List.of(line.getArguments());
        boolean mine = typed.get(0).equals(full) || (typed.get(0).equals(getName()) && (scoped || inSubshell(session)));
        if (!mine) {
            return -1;
        }
        String word = line.getCursorArgument().substring(0, line.getArgumentPosition());
        Collection<String> choices = words.choices(typed.subList(1, index), word, portNames);
        return strings(choices).complete(session, line, candidates);
    }

    /** Whether the short names are ours: `list` alone is `bundle:list` elsewhere. */
    private static boolean inSubshell(Session session) {
        return SCOPE.equals(session.get(Session.SUBSHELL));
    }

    private static Completer strings(Collection<String> choices) {
        return new StringsCompleter(choices, true);
    }
}
