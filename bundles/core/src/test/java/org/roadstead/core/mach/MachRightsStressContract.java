package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgOption;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.Notification;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSet;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveResult;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.RightType;
import org.roadstead.mach.SendRight;
import org.roadstead.testkit.Attempt;

/**
 * Several threads in several spaces do anything with any right, and then the books are to be right: each port is held by one space or
 * dead, each name stands for what it says, senders are counted, and nobody waits for what cannot come.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
abstract class MachRightsStressContract extends MachContract {
    private static final int SPACES = 4;
    private static final int STOP = -1;
    private static final MsgOptions NO_SENDERS_POLL = MsgOptions.POLL.and(MsgOption.RCV_NO_SENDERS);

    private final List<PortSpace> all = new ArrayList<>();
    private final List<ReceiveRight> mailboxes = new ArrayList<>();
    private final List<PortSet> sets = new ArrayList<>();
    private PortSpace witness;
    /** The witness's rights, one to each port that was ever made. */
    private final List<SendRight> watched = Collections.synchronizedList(new ArrayList<>());

    /** How often everything is done, each time with other numbers. */
    int rounds() {
        return 6;
    }

    /** How much each thread does in a round. */
    int steps() {
        return 3_000;
    }

    @Test
    void nothingIsStuckWhateverManyThreadsDoWithTheRightsOfManySpaces() throws Exception {
        long seed = Long.getLong("roadstead.seed", System.nanoTime());
        System.out.println(getClass().getSimpleName() + ": repeat with -Droadstead.seed=" + seed);
        for (int round = 0; round < rounds(); round++) {
            try {
                play(new Random(seed + round));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
    }

    private void play(Random seeds) throws Exception {
        arrange();
        List<Attempt> atMailboxes = new ArrayList<>();
        List<Attempt> atSets = new ArrayList<>();
        for (int i = 0; i < SPACES; i++) {
            atMailboxes.add(sitter(all.get(i), mailboxes.get(i)));
            atSets.add(sitter(all.get(i), sets.get(i)));
        }
        List<Attempt> workers = new ArrayList<>();
        for (int i = 0; i < 2 * SPACES; i++) {
            workers.add(Attempt.of(worker(i % SPACES, new Random(seeds.nextLong()))));
        }
        for (Attempt worker : workers) {
            worker.result();
        }
        for (int i = 0; i < SPACES; i++) {
            all.get(i).deallocate(sets.get(i));
            assertThat(atSets.get(i).result()).isEqualTo(MsgReturn.RCV_INVALID_PORT);
        }
        for (int i = 0; i < SPACES; i++) {
            all.get(i).send(Message.to(mailboxes.get(i), STOP), MsgOptions.NONE);
            assertThat(atMailboxes.get(i).result()).isEqualTo(MsgReturn.SUCCESS);
        }
        drain();
        eachPortIsHeldByOneOrDead();
        eachNameStandsForWhatItSays();
        sendersAreCounted();

        allEndsWithTheSpaces();
    }

    private void arrange() {
        List.of(all, mailboxes, sets, watched).forEach(List::clear);
        witness = space("witness");
        witness.notifyPort();
        for (int i = 0; i < SPACES; i++) {
            PortSpace space = space("space " + i);
            all.add(space);
            mailboxes.add(space.allocate());
            space.setBacklog(mailboxes.get(i), 3);
            sets.add(space.newSet());
            space.notifyPort();
        }
    }

    private Callable<Boolean> worker(int at, Random random) {
        PortSpace space = all.get(at);
        List<SendRight> others = new ArrayList<>();
        for (int i = 0; i < SPACES; i++) {
            others.add(give(all.get(i), mailboxes.get(i), space));
        }
        RandomRights rights =
                new RandomRights(space, mailboxes.get(at), others, sets.get(at), random, steps(), this::watch);
        return () -> {
            rights.run();
            return true;
        };
    }

    /** Gives the witness a right to a new port, unless that has gone already. */
    private SendRight watch(PortSpace space, ReceiveRight port) {
        try {
            SendRight right = give(space, port, witness);
            watched.add(right);
            return right;
        } catch (IllegalArgumentException e) {
            return null; // another thread has given it away
        }
    }

    /** Receives until it is told to stop, or cannot, and returns how that ended. */
    private static Attempt sitter(PortSpace by, PortRight from) {
        return Attempt.of(() -> {
            ReceiveResult received = by.receive(from, MsgOptions.NONE);
            while (received.isSuccess() && received.message().id() != STOP) {
                received = by.receive(from, MsgOptions.NONE);
            }
            return received.code();
        });
    }

    /** Returns all receive rights, with their spaces. */
    private Map<PortRight, PortSpace> held() {
        Map<PortRight, PortSpace> held = new HashMap<>();
        for (PortSpace space : all) {
            for (PortRight right : space.rights()) {
                if (space.type(right) == RightType.RECEIVE) {
                    held.put(right, space);
                }
            }
        }
        return held;
    }

    /** Receives until there is nothing more anywhere, so that no right is on its way. */
    private void drain() {
        boolean any = true;
        while (any) {
            any = false;
            settle();
            for (Map.Entry<PortRight, PortSpace> port : held().entrySet()) {
                while (port.getValue().receive(port.getKey(), MsgOptions.POLL).isSuccess()) {
                    any = true;
                }
            }
        }
    }

    /** Receives one message from each port that has one; each port by its right, and the ids. */
    private Map<PortRight, Integer> seen() {
        settle();
        Map<PortRight, Integer> seen = new HashMap<>();
        held().forEach((port, space) -> {
            ReceiveResult received = space.receive(port, MsgOptions.POLL);
            if (received.isSuccess()) {
                seen.put(port, received.message().id());
                assertThat(space.receive(port, MsgOptions.POLL).code()).isEqualTo(MsgReturn.RCV_TIMED_OUT);
            }
        });
        return seen;
    }

    private void eachPortIsHeldByOneOrDead() {
        Set<Integer> alive = new HashSet<>();
        Set<Integer> dead = new HashSet<>();
        for (SendRight right : watched) {
            MsgReturn code = poll(witness, Message.to(right, right.name())).code();
            assertThat(code).isIn(MsgReturn.SUCCESS, MsgReturn.SEND_INVALID_PORT);
            (code == MsgReturn.SUCCESS ? alive : dead).add(right.name());
            assertThat(witness.type(right)).isEqualTo(code == MsgReturn.SUCCESS ? RightType.SEND : RightType.DEAD_NAME);
        }
        assertThat(new HashSet<>(seen().values()))
                .as("who is alive is received from")
                .isEqualTo(alive);
        Set<Integer> told = new HashSet<>();
        for (Notification notice : notices(witness)) {
            assertThat(notice.kind()).isEqualTo(Notification.Kind.PORT_DELETED);
            assertThat(told.add(notice.name()))
                    .as("told twice of %d", notice.name())
                    .isTrue();
        }
        assertThat(told).as("the witness was told of each death").isEqualTo(dead);
    }

    private void eachNameStandsForWhatItSays() {
        for (PortSpace space : all) {
            List<PortRight> rights = space.rights();
            assertThat(rights).extracting(PortRight::name).doesNotHaveDuplicates();
            Set<PortRight> ports = new HashSet<>();
            for (PortRight right : rights) {
                assertThat(space.right(right.name()).name()).isEqualTo(right.name());
                RightType type = space.type(right);
                MsgReturn code = poll(space, Message.to(right, 1)).code();
                Map<PortRight, Integer> seen = seen();
                boolean dead = type == RightType.DEAD_NAME;
                assertThat(code).as("%s", type).isEqualTo(dead ? MsgReturn.SEND_INVALID_PORT : MsgReturn.SUCCESS);
                assertThat(seen).hasSize(dead ? 0 : 1);
                if (type == RightType.SEND || type == RightType.RECEIVE) {
                    assertThat(ports.addAll(seen.keySet()))
                            .as("one name for one port")
                            .isTrue();
                }
                assertThat(type != RightType.RECEIVE || seen.containsKey(right)).isTrue();
                assertThat(type == RightType.SET || type == RightType.NONE).isFalse();
            }
        }
    }

    private void sendersAreCounted() {
        Map<PortRight, PortSpace> held = held();
        held.forEach((port, space) -> space.setBackup(port, PortRight.NULL));
        Set<Integer> ports = new HashSet<>();
        held.forEach((port, space) -> {
            SendRight sender = give(space, port, witness);
            ports.add(sender.name());
            assertThat(space.receive(port, NO_SENDERS_POLL).code()).isEqualTo(MsgReturn.RCV_TIMED_OUT);
        });
        assertThat(ports).hasSize(held.size());
        for (PortSpace space : all) {
            for (PortRight right : space.rights()) {
                if (space.type(right) != RightType.RECEIVE) {
                    space.deallocate(right);
                }
            }
        }
        witness.rights().stream()
                .filter(right -> witness.type(right) != RightType.RECEIVE)
                .forEach(witness::deallocate);
        settle();
        held.forEach((port, space) -> {
            ReceiveResult received = space.receive(port, NO_SENDERS_POLL);
            while (received.isSuccess()) { // send-once rights were given up
                assertThat(received.message().id()).isEqualTo(Notification.Kind.SEND_ONCE.id());
                received = space.receive(port, NO_SENDERS_POLL);
            }
            assertThat(received.code()).isEqualTo(MsgReturn.RCV_ONLY_SENDER);
        });
    }

    private void allEndsWithTheSpaces() throws Exception {
        List<SendRight> last = new ArrayList<>();
        List<Attempt> waiting = new ArrayList<>();
        held().forEach((port, holder) -> {
            last.add(give(holder, port, witness));
            waiting.add(Attempt.of(() -> holder.receive(port, MsgOptions.NONE).code()));
        });
        all.forEach(PortSpace::close);
        settle();
        assertThat(last).extracting(witness::type).containsOnly(RightType.DEAD_NAME);
        assertThat(all).allSatisfy(space -> assertThat(space.rights()).isEmpty());
        for (Attempt receive : waiting) {
            assertThat(receive.result()).isEqualTo(MsgReturn.RCV_INVALID_PORT);
        }
        witness.close();
    }
}
