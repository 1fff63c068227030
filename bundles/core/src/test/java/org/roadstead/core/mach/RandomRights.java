package org.roadstead.core.mach;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.roadstead.mach.Disposition;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgOption;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSet;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.RightType;
import org.roadstead.mach.SendRight;

/**
 * One thread that does anything that is allowed with any right of one space: sends, copies, moves, receives and gives up. It leaves
 * alone only its mailbox, through which the spaces of a test reach each other.
 */
final class RandomRights implements Runnable {
    private static final int FEW = 20;
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final List<MsgOptions> SENDS = List.of(
            MsgOptions.POLL,
            MsgOptions.POLL,
            MsgOptions.NONE.withSendTimeout(SHORT),
            MsgOptions.NONE.withSendTimeout(SHORT).and(MsgOption.SEND_NOTIFY),
            MsgOptions.NONE.and(MsgOption.SEND_NOTIFY));
    private static final List<MsgOptions> RECEIVES = List.of(
            MsgOptions.POLL,
            MsgOptions.POLL.withMaxSize(40),
            MsgOptions.NONE.withReceiveTimeout(SHORT),
            MsgOptions.NONE.withReceiveTimeout(SHORT).and(MsgOption.RCV_NO_SENDERS));

    private final PortSpace space;
    private final ReceiveRight mailbox;
    /** Rights to the mailboxes of all spaces. */
    private final List<SendRight> mailboxes;

    private final PortSet set;
    private final Random random;
    private final int steps;
    /** Is told of every port that is made, and gets a send right to it. */
    private final BiFunction<PortSpace, ReceiveRight, SendRight> watch;

    RandomRights(
            PortSpace space,
            ReceiveRight mailbox,
            List<SendRight> mailboxes,
            PortSet set,
            Random random,
            int steps,
            BiFunction<PortSpace, ReceiveRight, SendRight> watch) {
        this.space = space;
        this.mailbox = mailbox;
        this.mailboxes = mailboxes;
        this.set = set;
        this.random = random;
        this.steps = steps;
        this.watch = watch;
    }

    @Override
    public void run() {
        for (int i = 0; i < steps; i++) {
            step();
        }
    }

    private void step() {
        switch (random.nextInt(20)) {
            case 0 -> allocate();
            case 1 -> giveUp();
            case 2 -> join();
            case 3 -> space.removeFromSet(any());
            case 4 -> space.setBacklog(any(), 1 + random.nextInt(4));
            case 5 -> backUp();
            case 6 -> space.receive(set, one(RECEIVES));
            case 7 -> space.receive(space.notifyPort(), MsgOptions.POLL);
            case 8, 9 -> space.receive(mailbox, one(RECEIVES));
            case 10, 11, 12, 13 -> space.receive(any(), one(RECEIVES));
            default -> send();
        }
    }

    /** Few rights are often in two hands at once. */
    private void allocate() {
        if (space.rights().size() > FEW) {
            giveUp();
            return;
        }
        ReceiveRight port = space.allocate();
        if (watch.apply(space, port) != null) {
            space.setBacklog(port, 1 + random.nextInt(3));
        }
    }

    /** Gives up something, which is dead if anything is. */
    private void giveUp() {
        List<PortRight> dead = space.rights().stream()
                .filter(right -> space.type(right) == RightType.DEAD_NAME)
                .toList();
        PortRight right = dead.isEmpty() ? one(space.rights()) : one(dead);
        if (isFree(right)) {
            space.deallocate(right);
        }
    }

    private void join() {
        PortRight right = any();
        if (isFree(right)) {
            space.addToSet(set, right);
        }
    }

    private void backUp() {
        PortRight right = any();
        if (isFree(right)) {
            space.setBackup(right, random.nextInt(4) == 0 ? PortRight.NULL : any());
        }
    }

    private void send() {
        PortRight remote = random.nextBoolean() ? one(mailboxes) : any();
        Message message = Message.to(remote, random.nextInt(100) + 100);
        for (int items = random.nextInt(3); items >= 0; items--) {
            message = message.with(item());
        }
        if (random.nextInt(3) == 0) {
            PortRight reply = any();
            message = message.replyTo(
                    space.type(reply) == RightType.RECEIVE && random.nextBoolean() ? once(reply) : reply);
        }
        MsgReturn code = space.send(message, one(SENDS)).code();
        if (code == MsgReturn.SEND_KERNEL_REFUSED) {
            throw new AssertionError(message + " was refused");
        }
    }

    private PortItem item() {
        PortRight right = any();
        Disposition disposition = one(List.of(Disposition.values()));
        PortItem.Right kind = switch (space.type(right)) {
            case RECEIVE -> random.nextInt(3) == 0 ? PortItem.Right.SEND : PortItem.Right.RECEIVE;
            case SEND_ONCE -> PortItem.Right.SEND_ONCE;
            default -> random.nextInt(9) == 0 ? PortItem.Right.RECEIVE : PortItem.Right.SEND;
        };
        if (kind == PortItem.Right.RECEIVE && random.nextInt(4) == 0) {
            kind = PortItem.Right.SEND_ONCE;
            right = once(right);
        } else if (kind == PortItem.Right.SEND && disposition == Disposition.MOVE && random.nextInt(9) > 0) {
            disposition = space.type(right) == RightType.RECEIVE ? Disposition.COPY : Disposition.MOVE;
        }
        return new PortItem(
                kind, isFree(right) ? List.of(right) : List.of(PortRight.NULL), disposition, random.nextBoolean());
    }

    /** Returns a new send-once right if that is possible, else no port. */
    private PortRight once(PortRight right) {
        try {
            return isFree(right) ? space.makeSendOnce(right) : PortRight.NULL;
        } catch (IllegalArgumentException e) {
            return PortRight.NULL; // it is no receive right, or not any more
        }
    }

    /** Returns any right of the space, more often one that can be received with. */
    private PortRight any() {
        List<PortRight> rights = space.rights();
        for (int tries = 0; tries < 3; tries++) {
            PortRight right = one(rights);
            if (space.type(right) == RightType.RECEIVE) {
                return right;
            }
        }
        return one(rights);
    }

    /** Tells whether a right is one that may be given away or up. */
    private boolean isFree(PortRight right) {
        return right.name() != mailbox.name()
                && right.name() != set.name()
                && mailboxes.stream().noneMatch(kept -> kept.name() == right.name());
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
