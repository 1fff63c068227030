package org.roadstead.port;

import java.util.Optional;
import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ProviderType;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.runloop.PortSource;

/**
 * A listener on a Mach port ({@code CFMachPortRef}): it calls back when a raw message arrives, and when the port is no more. It cannot
 * send; that is done with rights, by {@link org.roadstead.mach.PortSpace#send}. There is one for each port and space. Safe for use by
 * several threads.
 *
 * <p>It ends with {@link #invalidate()}, with its bundle, when the native port dies, and when the receive right leaves its space;
 * the kernel says so at once, and nothing is polled. While the port is in a port set its messages go to whoever receives from the set.
 *
 * <p>Two of these are equal if they are for the same native port, also if one has ended, as with {@code CFEqual}.
 */
@ProviderType
public interface MachPort extends AutoCloseable {
    /**
     * Returns the right that this listens to ({@code CFMachPortGetPort}), also after the end.
     *
     * @return always the same right, perhaps one that denotes nothing any more
     */
    ReceiveRight right();

    /**
     * Tells whether messages can come ({@code CFMachPortIsValid}). Only reads.
     *
     * @return false for ever once it has ended
     */
    boolean isValid();

    /**
     * Ends the listening ({@code CFMachPortInvalidate}): no callback begins any more, the source is invalid, listeners are told, the
     * context is released. The native port stays as it is, with its messages, for whoever has the right. A second call does
     * nothing. Does not wait for a callback that runs.
     */
    void invalidate();

    /**
     * Ends the listening, and gives up the receive right if it was made with this object, as the last release of a {@code CFMachPort}
     * does: then the native port dies. A right that was given stays.
     */
    @Override
    void close();

    /**
     * Returns the context ({@code CFMachPortGetContext}).
     *
     * @return the object that is kept; empty if there is none, and after the end
     */
    Optional<Object> context();

    /**
     * Registers a listener, one of any number, called on the run loop of the bundle that made this; if this has ended already, on the
     * calling thread before the call returns.
     *
     * @param listener called exactly once
     */
    void onInvalidated(MachPortInvalidationListener listener);

    /**
     * Registers a listener that is called on an executor, also if this has ended already.
     *
     * @param listener called exactly once
     * @param executor where it is called
     */
    void onInvalidated(MachPortInvalidationListener listener, Executor executor);

    /**
     * Puts a listener into the one place that CF has for it ({@code CFMachPortSetInvalidationCallBack}), where it replaces the one
     * before. It is called before those of {@link #onInvalidated(MachPortInvalidationListener)}. If this has ended already it is called
     * on the calling thread before the call returns, and is not kept.
     *
     * @param listener called once at most; null to have none there
     */
    void setInvalidationListener(MachPortInvalidationListener listener);

    /**
     * Returns the listener of {@link #setInvalidationListener} ({@code CFMachPortGetInvalidationCallBack}), also after it was called.
     *
     * @return the very object that was set, or empty
     */
    Optional<MachPortInvalidationListener> invalidationListener();

    /**
     * Returns where the callback runs.
     *
     * @return the dispatch in force
     */
    Dispatch dispatch();

    /**
     * Runs the callback on an executor from the next message on; only if made with {@link Dispatch#none()} and without a source.
     *
     * @param executor called once for each message, one at a time
     * @throws IllegalStateException as {@link LocalMessagePort#dispatchOn} says
     */
    void dispatchOn(Executor executor);

    /**
     * Undoes {@link #dispatchOn} or {@link #runLoopSource()}: messages queue again.
     *
     * @throws IllegalStateException if made with another dispatch than {@link Dispatch#none()}
     */
    void detach();

    /**
     * Returns the run loop source, of order 0 if it is made now.
     *
     * @return the source, as {@link #runLoopSource(int)} says
     * @throws IllegalStateException as {@link #runLoopSource(int)} says
     */
    default PortSource runLoopSource() {
        return runLoopSource(0);
    }

    /**
     * Returns the run loop source ({@code CFMachPortCreateRunLoopSource}); only if made with {@link Dispatch#none()} and without an
     * executor.
     *
     * @param order has no effect, as Core Foundation says
     * @return the source: always the same one, until it is invalidated or this detached
     * @throws IllegalStateException if made with another dispatch, or this has ended, or has an executor
     */
    PortSource runLoopSource(int order);
}
