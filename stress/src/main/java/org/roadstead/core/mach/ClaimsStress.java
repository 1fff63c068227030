package org.roadstead.core.mach;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Rights that leave with a message, seen without the lock of their space. */
public final class ClaimsStress {
    private ClaimsStress() {}

    /** An entry of a space with a send that is to take its receive right, and leave its send right. */
    abstract static class Leaving {
        final Object lock;
        final Entry entry;
        final Claims send = new Claims();

        Leaving() {
            RightTable space = new RightTable(new Origin("me", "here", "stress", 1), MachLimits.DEFAULT);
            lock = space;
            entry = new Entry(space, new Port(1, 1), Entry.SEND | Entry.RECEIVE);
            entry.claim(send, Entry.RECEIVE);
        }
    }

    /** The receive right has left, and the entry is brought in line and claimed for the next send while it is looked at. */
    @JCStressTest
    @Description("Entry: isReceiveGone against settle and the next claim")
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "it is gone")
    @Outcome(expect = FORBIDDEN, desc = "a receive right that has left is seen here")
    @State
    public static class Settled extends Leaving {
        private final Claims next = new Claims();

        public Settled() {
            send.commit();
        }

        @Actor
        public void looks(Z_Result result) {
            result.r1 = entry.isReceiveGone();
        }

        @Actor
        public void claims() {
            synchronized (lock) {
                entry.claim(next, Entry.SEND);
            }
        }
    }

    /** The receive right leaves, and a third one knows it has. */
    @JCStressTest
    @Description("Entry: isReceiveGone after the commit was seen")
    @Outcome(
            id = "true, false",
            expect = FORBIDDEN,
            desc = "the message is known to be taken, and the right is seen here")
    @Outcome(expect = ACCEPTABLE, desc = "the right is in one place")
    @State
    public static class Committed extends Leaving {
        private volatile boolean taken;

        @Actor
        public void commits() {
            send.commit();
            taken = true;
        }

        @Actor
        public void looks(ZZ_Result result) {
            result.r1 = taken;
            result.r2 = entry.isReceiveGone();
        }
    }

    /** A send is taken while one of its rights is given up. */
    @JCStressTest
    @Description("Claims: commit against fail")
    @Outcome(
            id = {"true, false, true", "false, true, false"},
            expect = ACCEPTABLE,
            desc = "all has left, or nothing")
    @Outcome(expect = FORBIDDEN, desc = "a right has left and was given up, or neither")
    @State
    public static class Decided {
        private final Claims send = new Claims();

        @Actor
        public void commits(ZZZ_Result result) {
            result.r1 = send.commit();
        }

        @Actor
        public void fails(ZZZ_Result result) {
            result.r2 = send.fail(BoundedInbox.REMOVED);
        }

        @Arbiter
        public void left(ZZZ_Result result) {
            result.r3 = send.isCommitted();
        }
    }
}
