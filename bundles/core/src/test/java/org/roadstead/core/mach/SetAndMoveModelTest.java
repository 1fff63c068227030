package org.roadstead.core.mach;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSet;
import org.roadstead.mach.ReceiveResult;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.SendRight;

/**
 * Port sets and backlogs of a space while the receive right moves to another space.
 */
@Tag("modelcheck")
class SetAndMoveModelTest {
    private static final String[] SCENARIOS = {
        "send(1) | aGive | aAdd | bTake bReceive",
        "send(1) | aGive | aAdd aReceiveSet | bTake bReceive",
        "send(1) | aGive bTake | aAdd | aReceiveSet bReceive",
        "send(1) aAdd | aGive | aReceiveSet | bTake bReceive",
        "send(1) aAdd | aGive bTake | aRemove | bReceive",
        "send(1) aAdd | aGive bTake bAdd | aRemove | bReceiveSet aReceiveSet",
        "send(1) | aGive bTake bAdd | aAdd | bReceiveSet aReceiveSet",
        "aAdd | aGive bTake | send(1) send(2) | aReceiveSet bReceive bReceive",
        "| aGive bTake bLimit(1) | aLimit(2) | send(1) send(2)",
    };

    @Test
    void noScheduleGivesWhatIsSentToOneSpaceToASetOfAnother() {
        ModelChecked.check(Concurrent.class, Sequential.class, 120, 0, SCENARIOS);
    }

    /** Two spaces of the kernel; the port is made by A, which can give it to B. */
    public static class Concurrent {
        private final MachSpace a = new MachSpace(new Origin("me", "here", "a", 1), MachLimits.DEFAULT);
        private final MachSpace b = new MachSpace(new Origin("me", "here", "b", 2), MachLimits.DEFAULT);
        private final ReceiveRight port = a.allocate();
        private final SendRight sending = a.insertSend(b, port);
        private final ReceiveRight inbox = b.allocate();
        private final SendRight toB = b.insertSend(a, inbox);
        private final PortSet setOfA = a.newSet();
        private final PortSet setOfB = b.newSet();

        @Operation
        public String send(@Param(gen = IntGen.class, conf = "1:2") int id) {
            return b.send(Message.to(sending, id), MsgOptions.POLL).code().name();
        }

        @Operation
        public String aGive() {
            return a.send(Message.to(toB, 0, PortItem.receive(port)), MsgOptions.POLL)
                    .code()
                    .name();
        }

        @Operation
        public String bTake() {
            return received(b.receive(inbox, MsgOptions.POLL));
        }

        @Operation
        public String aAdd() {
            return a.addToSet(setOfA, port).name();
        }

        @Operation
        public String bAdd() {
            return b.addToSet(setOfB, sending).name();
        }

        @Operation
        public String aRemove() {
            return a.removeFromSet(port).name();
        }

        @Operation
        public String aLimit(@Param(gen = IntGen.class, conf = "1:2") int messages) {
            return a.setBacklog(port, messages).name();
        }

        @Operation
        public String bLimit(@Param(gen = IntGen.class, conf = "1:2") int messages) {
            return b.setBacklog(sending, messages).name();
        }

        @Operation
        public String aReceiveSet() {
            return received(a.receive(setOfA, MsgOptions.POLL));
        }

        @Operation
        public String bReceiveSet() {
            return received(b.receive(setOfB, MsgOptions.POLL));
        }

        @Operation
        public String bReceive() {
            return received(b.receive((PortRight) sending, MsgOptions.POLL));
        }

        private static String received(ReceiveResult result) {
            return result.isSuccess()
                    ? Integer.toString(result.message().id())
                    : result.code().name();
        }
    }

    /** What they are meant to do. */
    public static class Sequential {
        private static final String DONE = "SUCCESS";
        private static final String NOT_RECEIVER = "NOT_RECEIVER";
        private static final String EMPTY = "RCV_TIMED_OUT";

        private final Deque<Integer> queue = new ArrayDeque<>();
        private char receiver = 'a';
        private char set;
        private boolean onItsWay;
        private int limit = 5;

        public String send(int id) {
            if (queue.size() >= limit) {
                return "SEND_TIMED_OUT";
            }
            queue.add(id);
            return DONE;
        }

        public String aGive() {
            if (receiver != 'a') {
                return "SEND_INVALID_PORT";
            }
            receiver = 0;
            set = 0;
            onItsWay = true;
            return DONE;
        }

        public String bTake() {
            if (!onItsWay) {
                return EMPTY;
            }
            onItsWay = false;
            receiver = 'b';
            return "0";
        }

        private String add(char who) {
            if (receiver != who) {
                return NOT_RECEIVER;
            }
            set = who;
            return DONE;
        }

        public String aAdd() {
            return add('a');
        }

        public String bAdd() {
            return add('b');
        }

        public String aRemove() {
            if (receiver != 'a') {
                return NOT_RECEIVER;
            }
            boolean member = set != 0;
            set = 0;
            return member ? DONE : "NOT_IN_SET";
        }

        private String limit(char who, int messages) {
            if (receiver != who) {
                return NOT_RECEIVER;
            }
            limit = messages;
            return DONE;
        }

        public String aLimit(int messages) {
            return limit('a', messages);
        }

        public String bLimit(int messages) {
            return limit('b', messages);
        }

        private String take(boolean here) {
            return here && !queue.isEmpty() ? Integer.toString(queue.poll()) : EMPTY;
        }

        public String aReceiveSet() {
            return take(set == 'a');
        }

        public String bReceiveSet() {
            return take(set == 'b');
        }

        public String bReceive() {
            return receiver != 'b' || set != 0 ? "RCV_INVALID_PORT" : take(true);
        }
    }
}
