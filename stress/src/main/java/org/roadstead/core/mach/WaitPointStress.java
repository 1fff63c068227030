package org.roadstead.core.mach;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** No wake-up is lost: who is about to wait finds the signal, or who signals finds the waiter. */
public final class WaitPointStress {
    private static final String LOST = "the waiter waits, and who signals wakes nobody";
    private static final String SEEN = "one of the two sees the other";

    private WaitPointStress() {}

    /** A wait with somebody to be told of its wake-up. */
    abstract static class Waiting implements WaitPoint.Wakeup {
        final WaitPoint point = new WaitPoint();
        private boolean woken; // written and read by who signals

        @Override
        public void woken() {
            woken = true;
        }

        @Override
        public void endRead() {
            woken = true;
        }

        final boolean isWoken() {
            return woken;
        }
    }

    /** A thread that parks. */
    @JCStressTest
    @Description("WaitPoint: prepare and look, against the signal")
    @Outcome(id = "false, false", expect = FORBIDDEN, desc = LOST)
    @Outcome(expect = ACCEPTABLE, desc = SEEN)
    @State
    public static class Park extends Waiting {
        @Actor
        public void waits(ZZ_Result result) {
            point.prepare(this);
            result.r1 = point.isDue();
        }

        @Actor
        public void signals(ZZ_Result result) {
            point.signal();
            result.r2 = isWoken();
        }
    }

    /** A thread that reads a transport instead of parking. */
    @JCStressTest
    @Description("WaitPoint: announce a read and look, against the signal")
    @Outcome(id = "false, false", expect = FORBIDDEN, desc = LOST)
    @Outcome(expect = ACCEPTABLE, desc = SEEN)
    @State
    public static class Read extends Waiting {
        @Actor
        public void waits(ZZ_Result result) {
            point.reads(this);
            result.r1 = point.isDue();
        }

        @Actor
        public void signals(ZZ_Result result) {
            point.signal();
            result.r2 = isWoken();
        }
    }

    /** A thread that parks while its deadline is moved. */
    @JCStressTest
    @Description("WaitPoint: prepare and look, against a nudge")
    @Outcome(id = "false, false", expect = FORBIDDEN, desc = LOST)
    @Outcome(expect = ACCEPTABLE, desc = SEEN)
    @State
    public static class Nudge extends Waiting {
        @Actor
        public void waits(ZZ_Result result) {
            point.prepare(this);
            result.r1 = point.isDue();
        }

        @Actor
        public void nudges(ZZ_Result result) {
            point.nudge();
            result.r2 = isWoken();
        }
    }
}
