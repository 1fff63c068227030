package org.roadstead.core.mach;

import java.util.EnumMap;
import java.util.Map;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roadstead.core.mach.ModelledRights.Who;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgOption;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.ReceiveResult;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.SendRight;

/**
 * Send and receive rights that go from space to space in messages, and the death of their port meanwhile, against {@link
 * ModelledRights}.
 *
 * <p>It has found, planted: a claim that does not refuse a second one, so that two messages took one receive right; a commit that
 * looks at its state and changes it in two steps, so that a right was given away and given up. It has found, not planted: that
 * {@code deallocate} gave up a second time what a message had just taken.
 */
@SuppressWarnings("EnumOrdinal") // a number for the model, in no order that matters
@Tag("modelcheck")
class RightTransferModelTest {
    private static final String[] TRANSFER = {
        "| aGive(0) | bTake bReceive | aSend(1) bReceive",
        "| aGive(0) aReceive | bTake bSend(1) | bReceive",
        "aSend(1) aSend(2) | aReceive aGive(0) | bTake bReceive | bReceive bLast",
        "aSend(1) | aGive(1) aSend(2) | bTake bReceive | bLast",
        "cSend(1) | aGive(0) | cSend(2) | bTake bReceive bReceive",
        "aGive(2) bTake | aGive(0) | bSend(1) bTake | bReceive bLast",
        "aGive(2) bTake cDrop | aGive(1) | bSend(1) bTake bReceive | bLast",
        "aGive(2) bTake cDrop | aGive(2) | bGive(3) bTake | aTake bDrop aLast",
        "cDrop aGive(1) | bTake bGive(1) | aTake aSend(1) | aLast aLast",
        "aGive(0) bTake | bGive(0) bSend(1) | aTake aReceive | aLast",
        "cSend(1) | aGive(1) | aReceive | bTake bReceive",
        "| aGive(1) | aGive(0) | bTake bTake",
        "| aGive(1) | aSend(1) | bTake bReceive",
    };

    private static final String[] DEATH = {
        "cSend(1) | aDrop | aReceive | cSend(2)",
        "aSend(1) | aDrop | cSend(2) | cSend(3)",
        "| aGive(1) | aDrop | bTake cSend(1)",
        "| aGive(0) | aDrop | bTake cSend(1)",
        "| aGive(0) aDrop | bTake bDrop | cSend(1) bSend(2)",
        "aGive(0) bTake | bDrop | aSend(1) | cSend(2) aDrop",
        "aGive(0) | bTake bDrop | cSend(1) cSend(2) | aSend(3)",
        "aGive(2) | aDrop | bTake bSend(1) | bSend(2) bDrop",
        "aGive(0) | bTake bSend(1) | aDrop | bLast cSend(2)",
    };

    @Test
    void noScheduleLetsTwoSpacesHaveAReceiveRightOrLosesIt() {
        ModelChecked.check(Concurrent.class, ModelledRights.class, 120, 0, TRANSFER);
    }

    @Test
    void noScheduleLetsAPortLiveWithoutAReceiverOrDieWithOne() {
        ModelChecked.check(Concurrent.class, ModelledRights.class, 120, 0, DEATH);
    }

    /** A space, with what it knows of the one port that it is about, and the port where it is sent rights. */
    private static final class Place {
        private final MachSpace space;
        private final ReceiveRight inbox;
        private final MsgOptions receiving;
        private volatile PortRight right = PortRight.NULL;

        Place(Who who) {
            space = new MachSpace(new Origin("me", "here", who.name(), who.ordinal()), MachLimits.DEFAULT);
            inbox = space.allocate();
            receiving = MsgOptions.POLL;
        }

        String give(SendRight to, int kind) {
            if (right == PortRight.NULL) {
                return "SEND_INVALID_PORT";
            }
            PortItem item = switch (kind) {
                case ModelledRights.RECEIVE_AND_KEEP_SEND -> PortItem.receive(right);
                case ModelledRights.RECEIVE -> PortItem.moveReceive(right);
                case ModelledRights.SEND -> PortItem.send(right);
                default -> PortItem.moveSend(right);
            };
            return space.send(Message.to(to, 0, item), MsgOptions.POLL).code().name();
        }

        String take() {
            ReceiveResult result = space.receive(inbox, receiving);
            if (!result.isSuccess()) {
                return result.code().name();
            }
            PortItem item = (PortItem) result.message().items().get(0);
            if (item.rights().get(0) instanceof Held) {
                right = item.rights().get(0);
            }
            return item.right().name();
        }

        String send(int id) {
            return space.send(Message.to(right, id), MsgOptions.POLL).code().name();
        }

        String receive(MsgOptions options) {
            ReceiveResult result = space.receive(right, options);
            return result.isSuccess()
                    ? result.message().id() + " as number " + result.trailer().sequence()
                    : result.code().name();
        }

        String drop() {
            return space.deallocate(right).name();
        }
    }

    /** Three spaces of the kernel. The port is made by A; C has a send right to it; B is where A gives rights to, and A where B does. */
    public static class Concurrent {
        private static final MsgOptions LAST = MsgOptions.POLL.and(MsgOption.RCV_NO_SENDERS);

        private final Map<Who, Place> places = new EnumMap<>(Who.class);
        private final SendRight toA;
        private final SendRight toB;

        public Concurrent() {
            for (Who who : Who.values()) {
                places.put(who, new Place(who));
            }
            Place a = places.get(Who.A);
            a.right = a.space.allocate();
            places.get(Who.C).right = a.space.insertSend(places.get(Who.C).space, a.right);
            toA = a.space.insertSend(places.get(Who.B).space, a.inbox);
            toB = places.get(Who.B).space.insertSend(a.space, places.get(Who.B).inbox);
        }

        private Place at(Who who) {
            return places.get(who);
        }

        @Operation
        public String aGive(@Param(gen = IntGen.class, conf = "0:3") int kind) {
            return at(Who.A).give(toB, kind);
        }

        @Operation
        public String bGive(@Param(gen = IntGen.class, conf = "0:3") int kind) {
            return at(Who.B).give(toA, kind);
        }

        @Operation
        public String aTake() {
            return at(Who.A).take();
        }

        @Operation
        public String bTake() {
            return at(Who.B).take();
        }

        @Operation
        public String aSend(@Param(gen = IntGen.class, conf = "1:3") int id) {
            return at(Who.A).send(id);
        }

        @Operation
        public String bSend(@Param(gen = IntGen.class, conf = "1:3") int id) {
            return at(Who.B).send(id);
        }

        @Operation
        public String cSend(@Param(gen = IntGen.class, conf = "1:3") int id) {
            return at(Who.C).send(id);
        }

        @Operation
        public String aReceive() {
            return at(Who.A).receive(MsgOptions.POLL);
        }

        @Operation
        public String bReceive() {
            return at(Who.B).receive(MsgOptions.POLL);
        }

        /** As a receive, but tells apart whether somebody else could send; what is left of a move is seen by it, so it comes after all. */
        @Operation
        public String aLast() {
            return at(Who.A).receive(LAST);
        }

        @Operation
        public String bLast() {
            return at(Who.B).receive(LAST);
        }

        @Operation
        public String aDrop() {
            return at(Who.A).drop();
        }

        @Operation
        public String bDrop() {
            return at(Who.B).drop();
        }

        @Operation
        public String cDrop() {
            return at(Who.C).drop();
        }
    }
}
