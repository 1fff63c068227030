package org.roadstead.core.mach;

import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.KernReturn;
import org.roadstead.mach.MsgReturn;

/**
 * Ports that join and leave port sets while messages are sent, received and waited for, against {@link ModelledSets}.
 *
 * <p>It has found, planted: a port that joins without a second look at the set that it is in, and then was in two. It has found, not
 * planted: that the end of a set tore its old members out of the sets that they had moved to, and let the others go one by one.
 */
@Tag("modelcheck")
class SetMembershipModelTest {
    private static final String[] SCENARIOS = {
        "send(11) send(12) send(13) wait(11) wait(12) | add(11) | takeSet(1) | stop(11) stop(12)",
        "send(11) send(12) | add(11) | takeSet(1) | takeSet(1) takeSet(1)",
        "send(11) send(21) add(11) | add(12) | takeSet(1) | takeSet(1) takeSet(1)",
        "add(11) send(11) | add(21) | takeSet(1) takeSet(2) | takeSet(1) takeSet(2)",
        "send(11) | add(11) | add(21) | members(1) members(2)",
        "add(11) | add(21) | remove(1) | members(1) members(2)",
        "add(11) send(11) | remove(1) | takeSet(1) | take(1)",
        "add(11) send(11) send(12) | takeSet(1) | remove(1) | take(1) take(1)",
        "add(11) send(11) send(12) | takeSet(1) | add(21) | takeSet(2) takeSet(1)",
        "add(11) send(11) | add(21) | add(11) | members(1) members(2) takeSet(1)",
        "add(11) add(22) | add(21) | add(12) | members(1) members(2)",
        "add(11) send(11) | destroy(1) | add(21) | members(2) takeSet(2) take(1)",
        "add(11) add(12) send(11) send(21) | destroy(1) | take(1) take(2) | takeSet(1)",
        "send(11) | destroy(1) | add(11) | take(1) takeSet(1)",
        "wait(11) | add(11) | send(11) | stop(11)",
        "wait(11) add(11) | destroy(1) | send(11) | stop(11) take(1)",
        "wait(11) add(11) | stop(11) | send(11) | takeSet(1)",
        "add(11) send(11) send(12) | kill(1) | takeSet(1) | takeSet(1)",
        "add(11) send(11) | kill(1) | add(21) | members(2) takeSet(2)",
    };

    @Test
    void noScheduleLosesOrReordersMessagesOfMembersOrLeavesAPortInNoQueueOrTwo() {
        ModelChecked.check(Concurrent.class, ModelledSets.class, 100, 0, SCENARIOS);
    }

    /** Two ports of limit 1 and two sets of the kernel; of two digits the first says which port or set. */
    public static class Concurrent {
        private final RightTable space = new RightTable(ModelledSend.ORIGIN, MachLimits.DEFAULT);
        private final Port[] ports = {null, new Port(1, 1024), new Port(1, 1024)};
        private final Entry[] holders = new Entry[ports.length];
        private final SetInbox[] sets = {null, new SetInbox(), new SetInbox()};
        private final ReceiveWait[] waits = {null, new ReceiveWait(1024, false), new ReceiveWait(1024, false)};

        public Concurrent() {
            for (int port = 1; port < ports.length; port++) {
                holders[port] = new Entry(space, ports[port], Entry.SEND | Entry.RECEIVE);
                ports[port].holder(holders[port]);
            }
        }

        @Operation
        public String send(@Param(gen = IntGen.class, conf = "11:13") int id) {
            Port port = ports[id / 10];
            return new ModelledSend(id, null, false, false).to(port);
        }

        @Operation
        public KernReturn add(@Param(gen = IntGen.class, conf = "11:12") int setAndPort) {
            int port = setAndPort % 10;
            return sets[setAndPort / 10].add(ports[port], holders[port]);
        }

        @Operation
        public KernReturn remove(@Param(gen = IntGen.class, conf = "1:2") int port) {
            return ports[port].leaveSet(holders[port]);
        }

        @Operation
        public void destroy(@Param(gen = IntGen.class, conf = "1:2") int set) {
            Verdicts verdicts = new Verdicts();
            sets[set].destroy(verdicts);
            verdicts.tell();
        }

        @Operation
        public boolean kill(@Param(gen = IntGen.class, conf = "1:2") int port) {
            return ports[port].kill(new Failure(Failure.Kind.INVALIDATED, "test"));
        }

        @Operation
        public String take(@Param(gen = IntGen.class, conf = "1:2") int port) {
            ReceiveWait wait = new ReceiveWait(1024, false);
            ports[port].receive(holders[port], wait, true);
            return outcome(wait);
        }

        @Operation
        public String takeSet(@Param(gen = IntGen.class, conf = "1:2") int set) {
            ReceiveWait wait = new ReceiveWait(1024, false);
            sets[set].receive(wait, true);
            return outcome(wait);
        }

        @Operation
        public String wait(@Param(gen = IntGen.class, conf = "11:12") int setAndNumber) {
            ReceiveWait wait = waits[setAndNumber % 10];
            sets[setAndNumber / 10].receive(wait, false);
            return wait.isDecided() ? outcome(wait) : "waits";
        }

        @Operation
        public String stop(@Param(gen = IntGen.class, conf = "11:12") int setAndNumber) {
            ReceiveWait wait = waits[setAndNumber % 10];
            sets[setAndNumber / 10].leave(wait, MsgReturn.RCV_TIMED_OUT);
            return outcome(wait);
        }

        private static String outcome(ReceiveWait wait) {
            return wait.code() == null
                    ? "nothing"
                    : wait.code() == MsgReturn.SUCCESS
                            ? Integer.toString(wait.message().id())
                            : wait.code() + " " + wait.cause();
        }

        @Operation
        public String members(@Param(gen = IntGen.class, conf = "1:2") int set) {
            List<Port> members = sets[set].members();
            return (members.contains(ports[1]) ? "1" : "") + (members.contains(ports[2]) ? "2" : "");
        }
    }
}
