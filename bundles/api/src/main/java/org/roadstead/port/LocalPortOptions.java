package org.roadstead.port;

import java.util.Objects;
import java.util.Optional;

/**
 * What a new local port is to be: name, handler, queue limit, scope, dispatch, context. Immutable; each {@code with}
 * returns a new object.
 *
 * <pre>{@code
 * LocalPortOptions.named("demo.echo", m -> m.data()).withQueueLimit(16)
 * }</pre>
 */
public final class LocalPortOptions {
    /** The queue limit of a message port where none is given. (A bare Mach port's backlog is 5.) */
    public static final int DEFAULT_QUEUE_LIMIT = 64;
    /** The largest queue limit. */
    public static final int MAX_QUEUE_LIMIT = 1024;

    private final PortName name;
    private final MessageHandler handler;
    private final int queueLimit;
    private final PortScope scope;
    private final Dispatch dispatch;
    private final boolean requirePublished;
    private final Object context;
    private final ContextHooks hooks;

    private LocalPortOptions(
            PortName name,
            MessageHandler handler,
            int queueLimit,
            PortScope scope,
            Dispatch dispatch,
            boolean requirePublished,
            Object context,
            ContextHooks hooks) {
        this.name = name;
        this.handler = Objects.requireNonNull(handler, "a local port needs a handler");
        if (queueLimit < 1 || queueLimit > MAX_QUEUE_LIMIT) {
            throw new IllegalArgumentException(
                    "the queue limit is " + queueLimit + "; allowed: 1 to " + MAX_QUEUE_LIMIT + " messages");
        }
        this.queueLimit = queueLimit;
        this.scope = Objects.requireNonNull(scope, "scope");
        this.dispatch = Objects.requireNonNull(dispatch, "dispatch");
        this.requirePublished = requirePublished;
        this.context = context;
        this.hooks = hooks;
    }

    /**
     * Options for a port with a name.
     *
     * @param name the name
     * @param handler what the port does with a message
     * @return the options, with defaults for the rest
     * @throws IllegalArgumentException if the name is not allowed
     */
    public static LocalPortOptions named(String name, MessageHandler handler) {
        return named(PortName.of(name), handler);
    }

    /**
     * Options for a port with a name.
     *
     * @param name the name
     * @param handler what the port does with a message
     * @return the options, with defaults for the rest
     */
    public static LocalPortOptions named(PortName name, MessageHandler handler) {
        Objects.requireNonNull(name, "name");
        return new LocalPortOptions(
                name, handler, DEFAULT_QUEUE_LIMIT, PortScope.USER, Dispatch.ownLoop(), false, null, null);
    }

    /**
     * Options for a port without a name: nobody can connect to it.
     *
     * @param handler what the port does with a message
     * @return the options, with defaults for the rest
     */
    public static LocalPortOptions unnamed(MessageHandler handler) {
        return new LocalPortOptions(
                null, handler, DEFAULT_QUEUE_LIMIT, PortScope.USER, Dispatch.ownLoop(), false, null, null);
    }

    /**
     * Sets how many messages may wait.
     *
     * @param messages 1 to {@link #MAX_QUEUE_LIMIT}
     * @return new options
     * @throws IllegalArgumentException if the limit is not allowed
     */
    public LocalPortOptions withQueueLimit(int messages) {
        return new LocalPortOptions(name, handler, messages, scope, dispatch, requirePublished, context, hooks);
    }

    /**
     * Sets how far the name reaches.
     *
     * @param reach the scope
     * @return new options
     */
    public LocalPortOptions withScope(PortScope reach) {
        return new LocalPortOptions(name, handler, queueLimit, reach, dispatch, requirePublished, context, hooks);
    }

    /**
     * Sets where the handler runs.
     *
     * @param where the dispatch
     * @return new options
     */
    public LocalPortOptions withDispatch(Dispatch where) {
        return new LocalPortOptions(name, handler, queueLimit, scope, where, requirePublished, context, hooks);
    }

    /**
     * Sets whether creation fails while there is no name directory to publish the name in. Without this the port works
     * in its own kernel, is shown as unpublished, and is published when a directory comes.
     *
     * @param required true to fail
     * @return new options
     */
    public LocalPortOptions withRequirePublished(boolean required) {
        return new LocalPortOptions(name, handler, queueLimit, scope, dispatch, required, context, hooks);
    }

    /**
     * Sets an object that the port keeps for its user: {@code CFMessagePortContext.info}.
     *
     * @param info any object, or null
     * @return new options, without hooks
     */
    public LocalPortOptions withContext(Object info) {
        return new LocalPortOptions(name, handler, queueLimit, scope, dispatch, requirePublished, info, null);
    }

    /**
     * Sets an object that the port keeps for its user, and what is to happen when the port takes it and lets it go: {@code
     * CFMessagePortContext} whole.
     *
     * @param info any object, or null
     * @param whenHeld called as {@link ContextHooks} says
     * @return new options
     */
    public LocalPortOptions withContext(Object info, ContextHooks whenHeld) {
        Objects.requireNonNull(whenHeld, "hooks");
        return new LocalPortOptions(name, handler, queueLimit, scope, dispatch, requirePublished, info, whenHeld);
    }

    /**
     * Returns the name.
     *
     * @return the name, or empty for an unnamed port
     */
    public Optional<PortName> name() {
        return Optional.ofNullable(name);
    }

    /**
     * Returns the handler.
     *
     * @return the handler
     */
    public MessageHandler handler() {
        return handler;
    }

    /**
     * Returns how many messages may wait.
     *
     * @return 1 to {@link #MAX_QUEUE_LIMIT}
     */
    public int queueLimit() {
        return queueLimit;
    }

    /**
     * Returns how far the name reaches.
     *
     * @return the scope
     */
    public PortScope scope() {
        return scope;
    }

    /**
     * Returns where the handler runs.
     *
     * @return the dispatch
     */
    public Dispatch dispatch() {
        return dispatch;
    }

    /**
     * Tells whether creation fails while there is no name directory.
     *
     * @return true to fail
     */
    public boolean requirePublished() {
        return requirePublished;
    }

    /**
     * Returns the user's object.
     *
     * @return the object, or empty
     */
    public Optional<Object> context() {
        return Optional.ofNullable(context);
    }

    /**
     * Returns what is to happen when the port takes the context and lets it go.
     *
     * @return the hooks, or empty
     */
    public Optional<ContextHooks> contextHooks() {
        return Optional.ofNullable(hooks);
    }
}
