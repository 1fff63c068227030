package org.roadstead.core.mach;

import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.ReceiveResult;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.SendRight;

/**
 * A receive right in a message that waits for a slot, or is queued, while what it comes from, what carries it or what it goes to ends.
 */
@Tag("modelcheck")
class CarriedRightModelTest {
    private static final String[] SCENARIOS = {
        "fill | give | giveUp | send",
        "fill | give | take | take send",
        "fill | give | take giveUp | take send",
        "fill | give | endCarrier | send receive giveUp",
        "fill | give | take endCarrier | send",
        "fill | give | giveUpCarrier | take take receive send",
        "fill | give | take giveUpCarrier | take receive send",
        "| give | endCarrier | send",
        "| give | take endCarrier | send",
        "| give | giveUp | take send",
        "| give | close | receive giveUp",
        "| give | giveCarrier | send",
    };

    @Test
    void noScheduleLosesARightWithItsMessageOrKeepsItAliveAlone() {
        ModelChecked.check(Concurrent.class, Sequential.class, 120, 0, SCENARIOS);
    }

    /** Two spaces of the kernel: the port is A's, the carrier with room for one message is B's, and each can send to the other's. */
    public static class Concurrent {
        private final MachSpace a = new MachSpace(new Origin("me", "here", "a", 1), MachLimits.DEFAULT);
        private final MachSpace b = new MachSpace(new Origin("me", "here", "b", 2), MachLimits.DEFAULT);
        private final ReceiveRight port = a.allocate();
        private final SendRight toPort = a.insertSend(b, port);
        private final ReceiveRight carrier = b.allocate();
        private final SendRight toCarrier = b.insertSend(a, carrier);

        public Concurrent() {
            b.setBacklog(carrier, 1);
        }

        @Operation
        public void fill() {
            b.send(Message.to(carrier, 1), MsgOptions.POLL);
        }

        /** Waits as long as the carrier is full. */
        @Operation
        public String give() {
            return a.send(Message.to(toCarrier, 2, PortItem.moveReceive(port)), MsgOptions.NONE)
                    .code()
                    .name();
        }

        @Operation
        public String take() {
            ReceiveResult result = b.receive(carrier, MsgOptions.POLL);
            return result.isSuccess()
                    ? Integer.toString(result.message().id())
                    : result.code().name();
        }

        @Operation
        public String giveUp() {
            return a.deallocate(port).name();
        }

        @Operation
        public String giveUpCarrier() {
            return a.deallocate(toCarrier).name();
        }

        @Operation
        public String endCarrier() {
            return b.deallocate(carrier).name();
        }

        /** Closes a ring, if the port is in the carrier. */
        @Operation
        public String giveCarrier() {
            return b.send(Message.to(toPort, 3, PortItem.moveReceive(carrier)), MsgOptions.POLL)
                    .code()
                    .name();
        }

        @Operation
        public void close() {
            b.close();
        }

        @Operation
        public String send() {
            return b.send(Message.to(toPort, 4), MsgOptions.POLL).code().name();
        }

        @Operation
        public String receive() {
            ReceiveResult result = a.receive(port, MsgOptions.POLL);
            return result.isSuccess()
                    ? Integer.toString(result.message().id())
                    : result.code().name();
        }
    }

    /** What they are meant to do. */
    public static class Sequential {
        private static final String DONE = "SUCCESS";
        private static final String NO_SEND = "SEND_INVALID_PORT";
        private static final String NO_RECEIVE = "RCV_INVALID_PORT";
        private static final String NOTHING = "INVALID_ARGUMENT";

        private char receiver = 'a';
        private boolean dead;
        private int sent;
        private int carrierInPort;
        private boolean filled;
        private boolean carried;
        private boolean carrierEnded;
        private boolean carrierKnown = true;
        private boolean closed;

        public void fill() {
            filled = true;
        }

        public String give() {
            if (receiver != 'a' || carrierEnded || !carrierKnown) {
                return NO_SEND;
            } else if (filled) {
                return "would wait for ever";
            }
            receiver = 0;
            carried = true;
            endRing();
            return DONE;
        }

        private void endRing() {
            if (carried && carrierInPort > 0) {
                dead = true;
                carrierEnded = true;
            }
        }

        public String take() {
            if (carrierEnded || carrierInPort > 0) {
                return NO_RECEIVE;
            } else if (filled) {
                filled = false;
                return "1";
            } else if (carried) {
                carried = false;
                receiver = 'b';
                return "2";
            }
            return "RCV_TIMED_OUT";
        }

        public String giveUp() {
            if (receiver != 'a') {
                return NOTHING;
            }
            end();
            return DONE;
        }

        private void end() {
            dead = true;
            receiver = 0;
            carrierEnded |= carrierInPort > 0;
        }

        public String giveUpCarrier() {
            carrierKnown = false;
            return DONE;
        }

        public String endCarrier() {
            if (carrierInPort > 0) {
                return NOTHING;
            }
            carrierEnded = true;
            if (carried) {
                end();
            }
            return DONE;
        }

        public String giveCarrier() {
            if (dead) {
                return NO_SEND;
            }
            sent++;
            carrierInPort = sent;
            endRing();
            return DONE;
        }

        public void close() {
            closed = true;
            carrierEnded = true;
            if (carried || receiver == 'b') {
                end();
            }
        }

        public String send() {
            if (dead || closed) {
                return NO_SEND;
            }
            sent++;
            return DONE;
        }

        public String receive() {
            if (receiver != 'a') {
                return NO_RECEIVE;
            } else if (sent == 0) {
                return "RCV_TIMED_OUT";
            }
            return carrierInPort == 1 ? "3" : "4";
        }
    }
}
