package org.roadstead.core.mach;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.MsgReturn;

/**
 * One line for blocked senders and held messages, and the receivers that wait, against {@link QueueAndWaiters}.
 *
 * <p>It has found, planted: a freed slot that is handed on only after the lock was released; a cancel that looks for the send and
 * takes it out in two steps; a receiver that looks for a message and lines up in two steps; a receiver that leaves without the lock.
 */
@Tag("modelcheck")
class QueueAndWaitersModelTest {
    private static final int SCHEDULES = 100;

    private static final String[] SCENARIOS = {
        "send1 send2 | take | take | status",
        "send1 send2 | take | try4 | take take",
        "send1 send2 | take | giveUp(2) status | take",
        "send1 send2 send3 | take | giveUp(2) | take take",
        "send1 send2 send3 | take | giveUp(3) | take take",
        "send1 send2 send3 | giveUp(2) | limit(2) | take take take",
        "limit(2) send1 send2 send3 | limit(1) take | take | status take",
        "send1 | send2 | send3 | take take take",
        "send1 | send2 take | send3 take | take status",
        "send1 | send2 | take take | take status",
        "send1 notify5 | take | notify6 | take take",
        "send1 notify5 send2 | take take | giveUp(2) | take",
        "send1 send2 | hold(2) | take | take",
        "send1 send2 | hold(2) | giveUp(2) | take take",
        "send1 send2 send3 | hold(2) | hold(3) | take take take",
        "send1 send2 | hold(2) | notify5 | take take",
        "send1 send2 | take | kill | status",
        "send1 send2 | giveUp(2) | kill | status",
        "send1 notify5 | take | kill | send3",
        "receive1 | send1 | stop(1) | take",
        "receive1 receive2 | send1 send2 | stop(1) | stop(2) take",
        "receive1 | send1 | send2 | stop(1) take",
        "receive1 | send1 | kill | stop(1)",
        "send1 send2 | receive1 | receive2 | status",
        "send1 | receive1 take | send2 | stop(1)",
        "| receive1 stop(1) | send1 try4 | take",
    };

    @Test
    void noScheduleLosesOrDoublesAMessageOvertakesAWaitingSenderOrExceedsTheLimit() {
        ModelChecked.check(Concurrent.class, QueueAndWaiters.class, SCHEDULES, 5, SCENARIOS);
    }

    /** The port of the kernel. */
    public static class Concurrent {
        private final RightTable space = new RightTable(ModelledSend.ORIGIN, MachLimits.DEFAULT);
        private final Port port = new Port(1, 1024);
        private final Entry sender = new Entry(space, port, Entry.SEND);
        private final Entry receiver = new Entry(space, port, Entry.RECEIVE);
        private final ModelledSend[] sends = new ModelledSend[QueueAndWaiters.SENDS + 1];
        private final boolean[] submitted = new boolean[QueueAndWaiters.SENDS + 1];
        private final ReceiveWait[] waits = {null, new ReceiveWait(1024, false), new ReceiveWait(1024, false)};

        public Concurrent() {
            port.holder(receiver);
            for (int id = 1; id < sends.length; id++) {
                sends[id] = new ModelledSend(id, sender, id == QueueAndWaiters.TRY, id >= QueueAndWaiters.HOLD);
            }
        }

        private String send(int id) {
            submitted[id] = true;
            return sends[id].to(port);
        }

        @Operation(runOnce = true)
        public String send1() {
            return send(1);
        }

        @Operation(runOnce = true)
        public String send2() {
            return send(2);
        }

        @Operation(runOnce = true)
        public String send3() {
            return send(3);
        }

        @Operation(runOnce = true)
        public String try4() {
            return send(QueueAndWaiters.TRY);
        }

        @Operation(runOnce = true)
        public String notify5() {
            return send(5);
        }

        @Operation(runOnce = true)
        public String notify6() {
            return send(6);
        }

        @Operation
        public String giveUp(@Param(gen = IntGen.class, conf = "1:3") int id) {
            return asked(sends[id], () -> port.cancel(sends[id])) ? "taken back" : "too late";
        }

        @Operation
        public String hold(@Param(gen = IntGen.class, conf = "1:3") int id) {
            boolean before = sends[id].held;
            if (asked(sends[id], () -> port.hold(sends[id]))) {
                return sends[id].refusal.kind().name();
            }
            return sends[id].held && !before ? "held" : "too late";
        }

        /** Returns whether the send was refused by what is done here. */
        private static boolean asked(ModelledSend send, Runnable done) {
            boolean before = send.refusedOn != null;
            done.run();
            return !before && send.refusedOn == Thread.currentThread();
        }

        @Operation
        public int take() {
            Kmsg taken = port.take(null);
            return taken == null ? 0 : taken.id();
        }

        @Operation(runOnce = true)
        public String receive1() {
            return receive(1);
        }

        @Operation(runOnce = true)
        public String receive2() {
            return receive(2);
        }

        private String receive(int number) {
            return port.receive(receiver, waits[number], false) ? outcome(waits[number]) : "waits";
        }

        @Operation
        public String stop(@Param(gen = IntGen.class, conf = "1:2") int number) {
            port.leave(waits[number], MsgReturn.RCV_TIMED_OUT);
            return outcome(waits[number]);
        }

        private static String outcome(ReceiveWait wait) {
            return wait.code() == null
                    ? "nothing"
                    : wait.code() == MsgReturn.SUCCESS
                            ? Integer.toString(wait.message().id())
                            : wait.code().name();
        }

        @Operation
        public void limit(@Param(gen = IntGen.class, conf = "1:2") int messages) {
            port.limit(messages, receiver);
        }

        @Operation(runOnce = true)
        public boolean kill() {
            return port.kill(new Failure(Failure.Kind.INVALIDATED, "test"));
        }

        @Operation
        public String status() {
            BoundedInbox.Status status = port.status();
            return status.depth() + " of " + status.limit() + ", " + status.blocked() + " wait";
        }

        /** Each send is told once, or waits. */
        @Validate
        public void eachIsToldOnce() {
            int undecided = 0;
            for (int id = 1; id < sends.length; id++) {
                int verdicts = sends[id].verdicts.get();
                if (verdicts > 1) {
                    throw new IllegalStateException("send " + id + " was told " + verdicts + " times");
                }
                undecided += submitted[id] && verdicts == 0 ? 1 : 0;
            }
            if (undecided != port.status().blocked() && port.death() == null) {
                throw new IllegalStateException(undecided + " were not told, in the line are "
                        + port.status().blocked());
            }
        }
    }
}
