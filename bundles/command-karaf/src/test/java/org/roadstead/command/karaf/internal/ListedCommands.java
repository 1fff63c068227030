package org.roadstead.command.karaf.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.Registry;

/** Karaf's list of commands: in the order of registration, with what makes a command asked at each look. */
final class ListedCommands implements Registry {
    private final Map<Object, Callable<?>> entries = new LinkedHashMap<>();

    @Override
    public List<Command> getCommands() {
        return getServices(Command.class);
    }

    @Override
    public Command getCommand(String scope, String name) {
        return getCommands().stream()
                .filter(c -> c.getScope().equals(scope) && c.getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public <T> void register(Callable<T> factory, Class<T> type) {
        entries.put(factory, factory);
    }

    @Override
    public void register(Object service) {
        entries.put(service, () -> service);
    }

    @Override
    public void unregister(Object service) {
        entries.remove(service);
    }

    @Override
    public <T> T getService(Class<T> type) {
        return getServices(type).get(0);
    }

    @Override
    public <T> List<T> getServices(Class<T> type) {
        return entries.values().stream()
                .map(ListedCommands::call)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    @Override
    public boolean hasService(Class<?> type) {
        return !getServices(type).isEmpty();
    }

    private static Object call(Callable<?> entry) {
        try {
            return entry.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
