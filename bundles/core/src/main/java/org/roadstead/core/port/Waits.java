package org.roadstead.core.port;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.roadstead.core.mach.Deadline;
import org.roadstead.core.mach.Port;
import org.roadstead.core.runloop.Loops;

/**
 * Finds requests whose wait could only end in a deadlock: a cycle of threads, each of which parks in a request that only the next one
 * could get on with (D13).
 *
 * <p><b>Which waits count.</b> Only threads that serve ports are waited for, so only their parking requests to ports of this kernel are
 * kept here; any other thread pays the look at one thread local. A request depends on a thread if that thread has its message in a
 * handler and has not taken the responder, or if the message is in the queue and that thread alone may take it. A request that was
 * deferred, that is answered, whose port nobody serves or several threads may serve, depends on nobody; neither does a wait that runs a
 * loop, since what the thread serves is served meanwhile.
 *
 * <p><b>Why no cycle is missed.</b> A wait enters the map, then draws its number, then looks. So of the waits of a cycle the one that
 * draws last finds all others in the map, with lower numbers or with none written yet; that one does not go on, and those that find a
 * higher number do. A dependency that comes later than both its waits comes of a handler that starts, whose thread parks later
 * than that, with a higher number.
 *
 * <p><b>Why there is no false answer.</b> Calls are never used twice and go from queued to taken to deferred or answered without a way back.
 * The one who finds a cycle sends nothing, leaves the map for {@link #DOUBT}, enters it anew and looks again; only if every call of
 * the cycle is the same, in the same hands, all of them waited through one common moment and are as they were after an edge
 * that was about to end had the time to. While it doubts, nobody depends on it. Any thread, no lock.
 */
final class Waits {
    /** How long a cycle must last. */
    static final Duration DOUBT = Duration.ofMillis(25);

    /** How many waits are followed; more means that they lead into a cycle of others. */
    private static final int LONGEST = 4_096;

    /**
     * One dependency.
     *
     * @param call who waits
     * @param taken whose hands the message is in, or null while it is in the queue
     * @param on the thread that it waits for
     */
    private record Edge(BlockingCall call, Hands taken, Thread on) {}

    /**
     * What a look has found.
     *
     * @param cycle the dependencies of a cycle; empty if there is none, or if it is another's to end
     * @param isSure whether all numbers were there; else one of the cycle may be the last
     */
    private record Look(List<Edge> cycle, boolean isSure) {
        static final Look NOTHING = new Look(List.of(), true);
    }

    private final Map<Thread, BlockingCall> parked = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    /** Tells whether another thread may depend on a wait of this one for a destination. */
    static boolean concerns(RemotePort port) {
        return port.destination() instanceof Port && (Running.isTurn() || Loops.isOfThisThread());
    }

    /**
     * The calling thread is about to park in a call.
     *
     * @return what it was about to park in before, for {@link #leave}; null if nothing
     * @throws org.roadstead.port.WouldDeadlockException if it would wait for itself
     */
    BlockingCall enter(BlockingCall call) throws InterruptedException {
        Thread self = Thread.currentThread();
        BlockingCall outer = parked.get(self);
        List<Edge> suspected = List.of();
        while (true) {
            call.number(BlockingCall.NOT_DRAWN);
            parked.put(self, call);
            call.number(numbers.incrementAndGet());
            Look look = look(call, self);
            if (look.cycle.isEmpty()) {
                return outer;
            }
            leave(outer);
            if (look.isSure && look.cycle.equals(suspected)) {
                throw Outcomes.wouldWaitInCycle(call.port(), text(look.cycle), call.waited());
            }
            suspected = look.cycle;
            call.pause(Deadline.after(DOUBT));
        }
    }

    /** The calling thread does not wait any more, or waits for what it waited for before. */
    void leave(BlockingCall outer) {
        if (outer == null) {
            parked.remove(Thread.currentThread());
        } else {
            parked.put(Thread.currentThread(), outer);
        }
    }

    /** Looks for the cycle that a call closes, unless another call entered later. */
    private Look look(BlockingCall mine, Thread self) {
        List<Edge> edges = new ArrayList<>();
        boolean sure = true;
        BlockingCall at = mine;
        for (int steps = 0; steps < LONGEST; steps++) {
            Edge edge = edge(at);
            if (edge == null) {
                return Look.NOTHING;
            }
            edges.add(edge);
            if (edge.on == self) {
                return new Look(edges, sure);
            }
            at = parked.get(edge.on);
            long number = at == null ? 0 : at.number();
            if (at == null || (number > mine.number() && number != BlockingCall.NOT_DRAWN)) {
                return Look.NOTHING;
            }
            sure &= number != BlockingCall.NOT_DRAWN;
        }
        return Look.NOTHING;
    }

    private static Edge edge(BlockingCall call) {
        Hands taken = call.taken();
        Thread on = taken == null ? server(call) : taken.isDeferred() ? null : taken.thread();
        return on == null || call.result() != null ? null : new Edge(call, taken, on);
    }

    private static Thread server(Call call) {
        return call.destination() instanceof Port port && port.receiver() instanceof LocalPort local
                ? local.server()
                : null;
    }

    private static String text(List<Edge> cycle) {
        StringBuilder text = new StringBuilder(Thread.currentThread().getName()).append(" would wait for ");
        for (int i = 0; i < cycle.size(); i++) {
            text.append(i == 0 ? "" : ", and that waits for ")
                    .append(cycle.get(i).call.port().describe())
                    .append(", which ")
                    .append(cycle.get(i).on.getName())
                    .append(" serves");
        }
        return text.toString();
    }
}
