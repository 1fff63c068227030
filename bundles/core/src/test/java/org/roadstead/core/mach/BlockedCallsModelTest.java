package org.roadstead.core.mach;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgCause;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSet;
import org.roadstead.mach.ReceiveResult;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.SendRight;

/**
 * Calls that wait for ever, and what ends them. That a thread which parks is woken is not shown here, since to Lincheck a park may
 * always return by itself: {@code WaitPoint} has a stress test.
 *
 * <p>It has found, planted: a receiver that looks for a message and lines up in two steps, which waited beside the message.
 */
@Tag("modelcheck")
class BlockedCallsModelTest {
    private static final String IN_SET = "in a set";

    private static final String[] SCENARIOS = {
        "| send(1) | receive |",
        "send(1) | send(2) | receive | receive",
        "send(1) | send(2) | send(3) receive | receive receive",
        "send(1) | send(2) receive | send(3) receive | receive",
        "send(1) | send(2) | end |",
        "send(1) | send(2) | giveUpSending | receive",
        "| receive | end |",
        "| receive | send(1) | send(2) receive",
        "| receiveFromSet | join send(1) |",
        "send(1) | receiveFromSet | join |",
        "join | receiveFromSet | send(1) send(2) | receiveFromSet",
        "join | receiveFromSet | endSet | send(1)",
        "join send(1) | send(2) | receiveFromSet | receiveFromSet",
        "| receive | join | send(1)",
    };

    @Test
    void noCallGoesOnWaitingForWhatHasHappened() {
        ModelChecked.check(Concurrent.class, Sequential.class, 100, 0, SCENARIOS);
    }

    /** Calls of the kernel that wait for ever. */
    public static class Concurrent {
        private final MachSpace client = new MachSpace(new Origin("me", "here", "client", 1), MachLimits.DEFAULT);
        private final MachSpace server = new MachSpace(new Origin("me", "here", "server", 2), MachLimits.DEFAULT);
        private final ReceiveRight port = server.allocate();
        private final SendRight sending = server.insertSend(client, port);
        private final PortSet set = server.newSet();

        public Concurrent() {
            server.setBacklog(port, 1);
        }

        @Operation
        public String send(@Param(gen = IntGen.class, conf = "1:3") int id) {
            return client.send(Message.to(sending, id), MsgOptions.NONE).code().name();
        }

        @Operation
        public String receive() {
            return receive(port);
        }

        @Operation
        public String receiveFromSet() {
            return receive(set);
        }

        private String receive(PortRight from) {
            ReceiveResult result = server.receive(from, MsgOptions.NONE);
            if (result.isSuccess()) {
                return Integer.toString(result.message().id());
            }
            return result.cause() == MsgCause.IN_SET ? IN_SET : result.code().name();
        }

        @Operation
        public String join() {
            return server.addToSet(set, port).name();
        }

        @Operation
        public String end() {
            return server.deallocate(port).name();
        }

        @Operation
        public String endSet() {
            return server.deallocate(set).name();
        }

        @Operation
        public String giveUpSending() {
            return client.deallocate(sending).name();
        }
    }

    /** The same calls one after the other; one that would wait then has another result than any that comes back. */
    public static class Sequential {
        private static final String WAITS = "would wait for ever";
        private static final String SUCCESS = "SUCCESS";

        private final Deque<Integer> queue = new ArrayDeque<>();
        private boolean ended;
        private boolean joined;
        private boolean setEnded;
        private boolean sending = true;

        public String send(int id) {
            if (ended || !sending) {
                return "SEND_INVALID_PORT";
            } else if (!queue.isEmpty()) {
                return WAITS;
            }
            queue.add(id);
            return SUCCESS;
        }

        public String receive() {
            return ended ? "RCV_INVALID_PORT" : joined ? IN_SET : next();
        }

        public String receiveFromSet() {
            return setEnded ? "RCV_INVALID_PORT" : joined ? next() : WAITS;
        }

        private String next() {
            return queue.isEmpty() ? WAITS : Integer.toString(queue.poll());
        }

        public String join() {
            joined = true;
            return SUCCESS;
        }

        public String end() {
            ended = true;
            queue.clear();
            return SUCCESS;
        }

        public String endSet() {
            setEnded = true;
            joined = false;
            return SUCCESS;
        }

        public String giveUpSending() {
            sending = false;
            return SUCCESS;
        }
    }
}
