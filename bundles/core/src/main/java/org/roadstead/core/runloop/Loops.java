package org.roadstead.core.runloop;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.roadstead.runloop.Activity;
import org.roadstead.runloop.RunLoopObserver;
import org.roadstead.runloop.RunLoopProvider;
import org.roadstead.runloop.RunLoopTimer;
import org.roadstead.runloop.SignalSource;

/**
 * The loops of all threads. They are kept here and not in the threads, so that nothing of this class loader stays behind in a
 * thread of somebody else; a loop whose thread has ended is ended when the next loop is made, when an owner stops, or by its next use.
 */
public final class Loops implements RunLoopProvider {
    private static final Loops ALL = new Loops();

    private final Map<Thread, Loop> ofThreads = new ConcurrentHashMap<>();

    private Loops() {}

    /** Makes the static methods of {@code org.roadstead.runloop} work, until {@link #close()}, once for each. */
    public static void open() {
        RunLoopProvider.register(ALL);
    }

    /** Undoes one {@link #open()}. */
    public static void close() {
        RunLoopProvider.unregister(ALL);
    }

    /** Returns the loop of the calling thread. */
    public static Loop ofThisThread() {
        return ALL.current();
    }

    /** Tells whether the calling thread has a loop; makes none. */
    public static boolean isOfThisThread() {
        return ALL.ofThreads.containsKey(Thread.currentThread());
    }

    /** A loop has got a thread of its own. */
    static void bind(Thread thread, Loop loop) {
        ALL.ofThreads.put(thread, loop);
    }

    /** The thread of a loop leaves it. */
    static void unbind(Thread thread) {
        ALL.ofThreads.remove(thread);
    }

    @Override
    public Loop current() {
        Thread me = Thread.currentThread();
        Loop known = ofThreads.get(me);
        if (known != null) {
            return known;
        }
        forgetTheDead();
        Loop made = Loop.of(me);
        ofThreads.put(me, made);
        return made;
    }

    /** Ends the loops whose threads have ended, and lets go of them. */
    public static void forgetTheDead() {
        ALL.ofThreads.forEach((thread, loop) -> {
            if (!thread.isAlive() && ALL.ofThreads.remove(thread, loop)) {
                loop.endWithThread();
            }
        });
    }

    @Override
    public SignalSource signalSource(int order, SignalSource.Callbacks callbacks) {
        return new SignalledSource(order, callbacks);
    }

    @Override
    public RunLoopTimer timer(Duration first, Duration interval, Consumer<? super RunLoopTimer> callback) {
        return new PhasedTimer(first, interval, callback);
    }

    @Override
    public RunLoopObserver observer(
            Set<Activity> activities, boolean repeats, int order, RunLoopObserver.Callback callback) {
        return new ToldObserver(activities, repeats, order, callback);
    }
}
