package org.roadstead.core.runloop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.roadstead.runloop.RunLoopMode;

/** Nothing that a loop is given is lost: the loop finds it before it waits, or who gives it finds that the loop waits. */
public final class RestStress {
    private static final String LOST = "the loop waits, and who has something for it wakes nobody";
    private static final String SEEN = "one of the two sees the other";

    private RestStress() {}

    /** A loop that has or gets something. */
    abstract static class Resting {
        private volatile boolean something;
        private boolean woke; // by who wakes
        final Rest rest;

        Resting(Rest.State first) {
            rest = new Rest(first, () -> something, () -> woke = true, new Idle() {
                @Override
                public boolean tryEnter() {
                    return true;
                }

                @Override
                public void waitHere(long nanos) {}

                @Override
                public boolean leave() {
                    return false;
                }

                @Override
                public void standIn() {}

                @Override
                public void wakeup() {
                    woke = true;
                }

                @Override
                public void woken() {
                    woke = true;
                }

                @Override
                public boolean isReader() {
                    return false;
                }
            });
        }

        final boolean give() {
            something = true;
            rest.wake();
            return woke;
        }

        final boolean hasSomething() {
            return something;
        }
    }

    /** A loop that is about to park. */
    @JCStressTest
    @Description("Rest: announce the park and look, against something and wake")
    @Outcome(id = "false, false", expect = FORBIDDEN, desc = LOST)
    @Outcome(expect = ACCEPTABLE, desc = SEEN)
    @State
    public static class Park extends Resting {
        public Park() {
            super(Rest.State.AWAKE);
        }

        @Actor
        public void waits(ZZ_Result result) {
            result.r1 = !rest.lieDown(Rest.State.PARKED, rest.idle());
        }

        @Actor
        public void wakes(ZZ_Result result) {
            result.r2 = give();
        }
    }

    /** A loop that is about to read a link. */
    @JCStressTest
    @Description("Rest: announce the read and look, against something and wake")
    @Outcome(id = "false, false", expect = FORBIDDEN, desc = LOST)
    @Outcome(expect = ACCEPTABLE, desc = SEEN)
    @State
    public static class Poll extends Resting {
        public Poll() {
            super(Rest.State.AWAKE);
        }

        @Actor
        public void waits(ZZ_Result result) {
            result.r1 = !rest.lieDown(Rest.State.POLLING, rest.idle());
        }

        @Actor
        public void wakes(ZZ_Result result) {
            result.r2 = give();
        }
    }

    /** A loop whose thread is about to leave. */
    @JCStressTest
    @Description("Rest: vanish and look, against something and wake")
    @Outcome(id = "false, false", expect = FORBIDDEN, desc = "the thread leaves, and nobody starts another")
    @Outcome(expect = ACCEPTABLE, desc = SEEN)
    @State
    public static class Leave extends Resting {
        public Leave() {
            super(Rest.State.AWAKE);
        }

        @Actor
        public void leaves(ZZ_Result result) {
            rest.vanish();
            result.r1 = hasSomething();
        }

        @Actor
        public void wakes(ZZ_Result result) {
            result.r2 = give();
        }
    }

    /** A message that comes while the loop serves the one before. */
    @JCStressTest
    @Description("Seat: a message and signal, against serve")
    @Outcome(id = "1, false", expect = FORBIDDEN, desc = "a message waits, and the loop does not know of it")
    @Outcome(expect = ACCEPTABLE, desc = "the message is served, or the loop knows that it waits")
    @State
    public static class Signalled implements PortQueue {
        private final AtomicInteger messages = new AtomicInteger(1);
        private final QueueSource source = new QueueSource(0, this, Idle.PARK);
        private final Loop loop = Loop.of(Thread.currentThread());
        private final Mode mode = loop.table().standard();

        public Signalled() {
            loop.add(source, RunLoopMode.DEFAULT);
        }

        @Override
        public boolean serveNext() {
            int before = messages.getAndUpdate(count -> Math.max(0, count - 1));
            return before > 0;
        }

        @Override
        public boolean hasMore() {
            return messages.get() > 0;
        }

        @Actor
        public void sends() {
            messages.incrementAndGet();
            source.signal();
        }

        @Actor
        public void serves() {
            loop.readySeats().next(mode).serve();
        }

        @Arbiter
        public void after(IZ_Result result) {
            result.r1 = Math.min(1, messages.get());
            result.r2 = loop.readySeats().next(mode) != null;
        }
    }
}
