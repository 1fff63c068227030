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
import org.roadstead.mach.PortRight;
import org.roadstead.mach.ReceiveResult;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.SendRight;

/**
 * Two spaces that want to serve one declared name, and a client.
 */
@Tag("modelcheck")
class NameClaimModelTest {
    private static final String[] SCENARIOS = {
        "| aCheckIn | bCheckIn | send(1) aReceive bReceive",
        "aCheckIn | aGiveUp | bCheckIn | send(1) aReceive bReceive",
        "aCheckIn send(1) | aGiveUp | bCheckIn bReceive | bReceive",
        "aCheckIn send(1) | aGiveUp aCheckIn | bCheckIn | aReceive bReceive",
        "send(1) | aCheckIn aReceive | send(2) | aReceive",
        "aCheckIn send(1) | aGiveUp | send(2) | bCheckIn bReceive bReceive",
        "aCheckIn | aEnd | bCheckIn | send(1) bReceive aCheckIn",
        "send(1) | aEnd | aCheckIn | bCheckIn bReceive",
        "aCheckIn | aGiveUp | aEnd | bCheckIn",
    };

    @Test
    void noScheduleLetsTwoSpacesServeANameOrNobodyOrLosesWhatWasSentToIt() {
        ModelChecked.check(Concurrent.class, Sequential.class, 120, 0, SCENARIOS);
    }

    /** A space that may serve the name. */
    private static final class Server {
        private final MachSpace space;
        private volatile PortRight right = PortRight.NULL;

        Server(String owner) {
            space = new MachSpace(new Origin("me", "here", owner, 1), MachLimits.DEFAULT);
        }

        String checkIn(ServicePort name) {
            PortRight given = name.checkIn(space);
            if (!(given instanceof ReceiveRight)) {
                return given == null ? Sequential.ACTIVE : Sequential.NOTHING;
            }
            right = given;
            return Sequential.DONE;
        }

        String receive() {
            ReceiveResult result = space.receive(right, MsgOptions.POLL);
            return result.isSuccess()
                    ? Integer.toString(result.message().id())
                    : result.code().name();
        }

        String giveUp() {
            return space.deallocate(right).name();
        }
    }

    /** The name and the spaces of the kernel. */
    public static class Concurrent {
        private final ServicePort name = new ServicePort(5, 1024);
        private final Server a = new Server("a");
        private final Server b = new Server("b");
        private final MachSpace client = new MachSpace(new Origin("me", "here", "client", 2), MachLimits.DEFAULT);
        private final SendRight sending;

        public Concurrent() {
            name.port().retain();
            sending = (SendRight) new Transit.Send(name.port()).land(client.rights);
        }

        @Operation
        public String aCheckIn() {
            return a.checkIn(name);
        }

        @Operation
        public String bCheckIn() {
            return b.checkIn(name);
        }

        @Operation
        public String aReceive() {
            return a.receive();
        }

        @Operation
        public String bReceive() {
            return b.receive();
        }

        @Operation
        public String aGiveUp() {
            return a.giveUp();
        }

        @Operation
        public void aEnd() {
            a.space.close();
        }

        @Operation
        public String send(@Param(gen = IntGen.class, conf = "1:2") int id) {
            return client.send(Message.to(sending, id), MsgOptions.POLL).code().name();
        }
    }

    /** What a declared name is meant to do: it has one server or none, and its messages wait for the next. */
    public static class Sequential {
        static final String ACTIVE = "there is a server";
        static final String NOTHING = "no right";
        static final String DONE = "SUCCESS";

        private final Deque<Integer> queue = new ArrayDeque<>();
        private char server;
        private boolean ended;

        private String checkIn(char who) {
            if (server != 0) {
                return ACTIVE;
            } else if (who == 'a' && ended) {
                return NOTHING;
            }
            server = who;
            return DONE;
        }

        public String aCheckIn() {
            return checkIn('a');
        }

        public String bCheckIn() {
            return checkIn('b');
        }

        private String receive(char who) {
            if (server != who) {
                return "RCV_INVALID_PORT";
            }
            return queue.isEmpty() ? "RCV_TIMED_OUT" : Integer.toString(queue.poll());
        }

        public String aReceive() {
            return receive('a');
        }

        public String bReceive() {
            return receive('b');
        }

        public String aGiveUp() {
            if (server != 'a') {
                return "INVALID_ARGUMENT";
            }
            server = 0;
            return DONE;
        }

        public void aEnd() {
            ended = true;
            server = server == 'a' ? 0 : server;
        }

        public String send(int id) {
            queue.add(id);
            return DONE;
        }
    }
}
