package org.roadstead.core.mach;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;
import org.openjdk.jcstress.infra.results.ZZI_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** What one thread leaves for another without a lock that both take. */
public final class HandOverStress {
    private static final Origin ORIGIN = new Origin("me", "here", "stress", 1);
    private static final Failure WHY = new Failure(Failure.Kind.INVALIDATED, "stress");

    private HandOverStress() {}

    private static Kmsg message(int id) {
        return new Kmsg(id, ByteBuffer.allocate(0), null, ORIGIN);
    }

    /** The decision about a receive is made under a lock that the receiver does not take: the signal carries it. */
    @JCStressTest
    @Description("ReceiveWait: a message is given and signalled, against the look of the receiver")
    @Outcome(id = "0, 0, false", expect = ACCEPTABLE, desc = "the receiver waits on")
    @Outcome(id = "7, 5, true", expect = ACCEPTABLE, desc = "the receiver has all of it")
    @Outcome(expect = FORBIDDEN, desc = "the receiver is let go without the message or its number")
    @State
    public static class Received {
        private final ReceiveWait wait = new ReceiveWait(1024, false);

        @Actor
        public void gives() {
            Kmsg message = message(7);
            message.sequence(5);
            wait.take(message);
            wait.point().signal();
        }

        @Actor
        public void receives(IIZ_Result result) {
            if (wait.point().isDue()) {
                result.r1 = wait.message() == null ? -1 : wait.message().id();
                result.r2 = wait.message() == null ? -1 : (int) wait.message().sequence();
                result.r3 = wait.isDecided();
            }
        }
    }

    /** A submission that is on its way while its sender asks for it back. */
    @JCStressTest
    @Description("Submission: sent against takeBack")
    @Outcome(id = "false, false", expect = FORBIDDEN, desc = "nobody sends the cancel")
    @Outcome(expect = ACCEPTABLE, desc = "at least one sends the cancel")
    @State
    public static class TakenBack {
        private final Submission submission = new Submission(message(1), false, Deadline.NEVER) {
            @Override
            public void accepted() {}

            @Override
            public void parked() {}

            @Override
            public void refused(Failure why) {}
        };

        @Actor
        public void sends(ZZ_Result result) {
            result.r1 = submission.sent();
        }

        @Actor
        public void takesBack(ZZ_Result result) {
            result.r2 = submission.takeBack();
        }
    }

    /** A right that can be used once is used by two. */
    @JCStressTest
    @Description("SendOnce: a reply against its failure")
    @Outcome(
            id = {"true, false, 1", "false, true, 2"},
            expect = ACCEPTABLE,
            desc = "one of them has used it, and that is what came")
    @Outcome(expect = FORBIDDEN, desc = "both or none have used it")
    @State
    public static class Once extends SendOnce {
        private int told; // by the one that has used the right

        @Override
        protected void replied(ByteBuffer data) {
            told += 1;
        }

        @Override
        protected void failed(Failure why) {
            told += 2;
        }

        @Actor
        public void replies(ZZI_Result result) {
            result.r1 = reply(ByteBuffer.allocate(0));
        }

        @Actor
        public void fails(ZZI_Result result) {
            result.r2 = fail(WHY);
        }

        @Arbiter
        public void told(ZZI_Result result) {
            result.r3 = told;
        }
    }
}
