package org.roadstead.port;

import java.util.Objects;
import java.util.Optional;
import org.roadstead.mach.ReceiveRight;

/**
 * What a new {@link MachPort} is to be: the right, the listener, context ({@code CFMachPortContext}) and dispatch. Immutable; each
 * {@code with} returns a new object.
 */
public final class MachPortOptions {
    private final ReceiveRight right;
    private final MachPortListener listener;
    private final Dispatch dispatch;
    private final Object context;
    private final ContextHooks hooks;

    private MachPortOptions(
            ReceiveRight right, MachPortListener listener, Dispatch dispatch, Object context, ContextHooks hooks) {
        this.right = right;
        this.listener = Objects.requireNonNull(listener, "a Mach port needs a listener");
        this.dispatch = Objects.requireNonNull(dispatch, "dispatch");
        this.context = context;
        this.hooks = hooks;
    }

    /**
     * Options for a listener with a native port of its own ({@code CFMachPortCreate}).
     *
     * @param listener what is done with a message
     * @return the options, with the bundle's run loop for dispatch and without a context
     */
    public static MachPortOptions onNewPort(MachPortListener listener) {
        return new MachPortOptions(null, listener, Dispatch.ownLoop(), null, null);
    }

    /**
     * Options for a listener on a native port that is there ({@code CFMachPortCreateWithPort}). The right stays its holder's.
     *
     * @param right a receive right of the bundle's space
     * @param listener what is done with a message
     * @return the options, with the bundle's run loop for dispatch and without a context
     */
    public static MachPortOptions on(ReceiveRight right, MachPortListener listener) {
        return new MachPortOptions(Objects.requireNonNull(right, "right"), listener, Dispatch.ownLoop(), null, null);
    }

    /**
     * Sets where the listener runs.
     *
     * @param where the dispatch; CF's own way is {@link Dispatch#none()} and then a run loop source
     * @return new options
     */
    public MachPortOptions withDispatch(Dispatch where) {
        return new MachPortOptions(right, listener, where, context, hooks);
    }

    /**
     * Sets an object that is kept for the listener: {@code CFMachPortContext.info}.
     *
     * @param info any object, or null
     * @return new options, without hooks
     */
    public MachPortOptions withContext(Object info) {
        return new MachPortOptions(right, listener, dispatch, info, null);
    }

    /**
     * Sets an object that is kept for the listener, and what is to happen when it is taken and let go: {@code CFMachPortContext} whole.
     *
     * @param info any object, or null
     * @param whenHeld called as {@link ContextHooks} says
     * @return new options
     */
    public MachPortOptions withContext(Object info, ContextHooks whenHeld) {
        return new MachPortOptions(right, listener, dispatch, info, Objects.requireNonNull(whenHeld, "hooks"));
    }

    /**
     * Returns the right to listen to.
     *
     * @return the right, or empty for a new port
     */
    public Optional<ReceiveRight> right() {
        return Optional.ofNullable(right);
    }

    /**
     * Returns the listener.
     *
     * @return the listener
     */
    public MachPortListener listener() {
        return listener;
    }

    /**
     * Returns where the listener runs.
     *
     * @return the dispatch
     */
    public Dispatch dispatch() {
        return dispatch;
    }

    /**
     * Returns the object that is kept.
     *
     * @return the object, or empty
     */
    public Optional<Object> context() {
        return Optional.ofNullable(context);
    }

    /**
     * Returns what is to happen when the context is taken and let go.
     *
     * @return the hooks, or empty
     */
    public Optional<ContextHooks> contextHooks() {
        return Optional.ofNullable(hooks);
    }
}
