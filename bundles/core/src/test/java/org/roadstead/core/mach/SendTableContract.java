package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgOption;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.Notification;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.SendRight;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Scenario;

/** The published numbers, and what a send does by its options and by how the port is. */
abstract class SendTableContract extends MachContract {
    /**
     * A row for each set of options; t is a time, 0 a time of zero. A column for each state of the port, and for what happens while
     * the send waits:
     *
     * <ul>
     *   <li>room: the queue has room; +flag: and the thread is interrupted already
     *   <li>full: the queue is full and stays so; +flag: and the thread is interrupted already
     *   <li>held: full, and a message of the same space is held there
     *   <li>freed: full, and a message is received
     *   <li>interrupt: full, and the thread is interrupted
     *   <li>dies: full, and the port is destroyed; removed: the sender's space gives up its right; dead: it was destroyed before
     * </ul>
     *
     * An outcome of options with t comes at once or, marked with a *, not before t. "waits": the call goes on to wait as if nothing had
     * happened, until there is room. "-": the call never waits, so nothing can happen meanwhile.
     */
    private static final String TABLE = """
            options             | room    | +flag   | full         | +flag       | held                    | freed   | interrupt   | dies         | removed      | dead
            none                | SUCCESS | SUCCESS | waits        | waits       | waits                   | SUCCESS | waits       | INVALID_PORT | INVALID_PORT | INVALID_PORT
            0                   | SUCCESS | SUCCESS | TIMED_OUT    | TIMED_OUT   | TIMED_OUT               | -       | -           | -            | -            | INVALID_PORT
            t                   | SUCCESS | SUCCESS | TIMED_OUT*   | TIMED_OUT*  | TIMED_OUT*              | SUCCESS | waits       | INVALID_PORT | INVALID_PORT | INVALID_PORT
            NOTIFY              | SUCCESS | SUCCESS | WILL_NOTIFY  | WILL_NOTIFY | NOTIFY_IN_PROGRESS      | -       | -           | -            | -            | INVALID_PORT
            0 NOTIFY            | SUCCESS | SUCCESS | WILL_NOTIFY  | WILL_NOTIFY | NOTIFY_IN_PROGRESS      | -       | -           | -            | -            | INVALID_PORT
            t NOTIFY            | SUCCESS | SUCCESS | WILL_NOTIFY* | WILL_NOTIFY*| NOTIFY_IN_PROGRESS*     | SUCCESS | waits       | INVALID_PORT | INVALID_PORT | INVALID_PORT
            INTERRUPT           | SUCCESS | SUCCESS | waits        | INTERRUPTED | waits                   | SUCCESS | INTERRUPTED | INVALID_PORT | INVALID_PORT | INVALID_PORT
            0 INTERRUPT         | SUCCESS | SUCCESS | TIMED_OUT    | TIMED_OUT   | TIMED_OUT               | -       | -           | -            | -            | INVALID_PORT
            t INTERRUPT         | SUCCESS | SUCCESS | TIMED_OUT*   | INTERRUPTED | TIMED_OUT*              | SUCCESS | INTERRUPTED | INVALID_PORT | INVALID_PORT | INVALID_PORT
            NOTIFY INTERRUPT    | SUCCESS | SUCCESS | WILL_NOTIFY  | WILL_NOTIFY | NOTIFY_IN_PROGRESS      | -       | -           | -            | -            | INVALID_PORT
            0 NOTIFY INTERRUPT  | SUCCESS | SUCCESS | WILL_NOTIFY  | WILL_NOTIFY | NOTIFY_IN_PROGRESS      | -       | -           | -            | -            | INVALID_PORT
            t NOTIFY INTERRUPT  | SUCCESS | SUCCESS | WILL_NOTIFY* | INTERRUPTED | NOTIFY_IN_PROGRESS*     | SUCCESS | INTERRUPTED | INVALID_PORT | INVALID_PORT | INVALID_PORT
            """;

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final int ID = 1;
    private static final int HELD = 2;

    /** One cell of the table. */
    record Cell(String options, String state, String event, String outcome) {
        boolean isAfterTheTime() {
            return outcome.endsWith("*");
        }

        boolean waits() {
            return outcome.equals("waits");
        }

        MsgReturn code() {
            String name = waits() ? "SUCCESS" : outcome.replace("*", "");
            return name.equals("SUCCESS") ? MsgReturn.SUCCESS : MsgReturn.valueOf("SEND_" + name);
        }

        /** A time that is not to pass is long. */
        MsgOptions given() {
            MsgOptions given = MsgOptions.NONE;
            for (String option : options.split(" ", -1)) {
                given = switch (option) {
                    case "0" -> given.withSendTimeout(Duration.ZERO);
                    case "t" -> given.withSendTimeout(isAfterTheTime() ? SHORT : PATIENCE);
                    case "NOTIFY" -> given.and(MsgOption.SEND_NOTIFY);
                    case "INTERRUPT" -> given.and(MsgOption.SEND_INTERRUPT);
                    default -> given;
                };
            }
            return given;
        }

        @Override
        public String toString() {
            return options + ", " + state + (event.isEmpty() ? "" : ", " + event) + ": " + outcome;
        }
    }

    static Stream<Cell> cells() {
        List<List<String>> rows = TABLE.lines()
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
                .toList();
        List<Cell> cells = new ArrayList<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            String state = "";
            for (int column = 1; column < row.size(); column++) {
                String head = rows.get(0).get(column);
                boolean isState = List.of("room", "full", "held", "dead").contains(head);
                state = isState ? head : state;
                String event = isState ? "" : head;
                if (!row.get(column).equals("-")) {
                    boolean meanwhile = !isState && !event.equals("+flag");
                    cells.add(new Cell(row.get(0), meanwhile ? "full" : state, event, row.get(column)));
                }
            }
        }
        return cells.stream();
    }

    /** How a send ended. */
    private record End(MsgReturn code, boolean interrupted) {}

    private PortSpace server;
    private PortSpace client;
    private ReceiveRight port;
    private SendRight to;

    @BeforeEach
    final void knowThePort() {
        server = space("server");
        client = space("client");
        port = server.allocate();
        to = give(server, port, client);
    }

    /** Brings the port into the state, and returns what is to be received from it. */
    private List<Integer> prepare(String state) {
        List<Integer> ids = new ArrayList<>();
        if (state.equals("full") || state.equals("held")) {
            ids.addAll(fill(client, to));
        }
        if (state.equals("held")) {
            client.send(Message.to(to, HELD), NOTIFY);
            ids.add(HELD);
        }
        if (state.equals("dead")) {
            server.deallocate(port);
            settle();
        }
        return ids;
    }

    private Attempt send(Cell cell) {
        return Attempt.of(() -> {
            if (cell.event().equals("+flag")) {
                Thread.currentThread().interrupt();
            }
            MsgReturn code = client.send(Message.to(to, ID), cell.given()).code();
            return new End(code, Thread.currentThread().isInterrupted());
        });
    }

    private void happens(Cell cell, Attempt send, List<Integer> ids) {
        switch (cell.event()) {
            case "freed" -> assertThat(next(server, port).id()).isEqualTo(ids.remove(0));
            case "interrupt" -> send.thread().interrupt();
            case "dies" -> server.deallocate(port);
            case "removed" -> client.deallocate(to);
            default -> {}
        }
    }

    private void waitsOn(Attempt send, List<Integer> ids) {
        await().until(() -> send.isOver() || (!send.thread().isInterrupted() && isWaiting(send)));
        assertThat(send.isOver()).as("it waits on").isFalse();
        assertThat(next(server, port).id()).isEqualTo(ids.remove(0));
        if (ids.contains(HELD)) { // which was there before
            assertThat(next(server, port).id()).isEqualTo(ids.remove(0));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cells")
    @Scenario({"M1", "M2", "M3", "M7", "M8", "M11", "M12", "M14", "M15", "M18", "M31", "M32", "M33"})
    void noSendEndsOtherwiseThanTheTableSays(Cell cell) throws Exception {
        List<Integer> ids = prepare(cell.state());
        List<Notification> expected = new ArrayList<>();
        if (cell.state().equals("held")) {
            expected.add(new Notification(Notification.Kind.MSG_ACCEPTED, to.name()));
        }
        Attempt send = send(cell);
        if (!cell.event().isEmpty() && !cell.event().equals("+flag")) {
            waiting(send);
            happens(cell, send, ids);
        }
        if (cell.waits()) {
            waitsOn(send, ids);
        }

        boolean interrupted = cell.event().equals("+flag") || cell.event().equals("interrupt");
        assertThat(send.result()).isEqualTo(new End(cell.code(), interrupted));
        if (cell.isAfterTheTime()) {
            assertThat(send.took()).isGreaterThanOrEqualTo(SHORT);
        } else {
            assertThat(send.took()).isLessThan(PATIENCE);
        }
        boolean dead = cell.state().equals("dead") || cell.event().equals("dies");
        if (dead) {
            expected.add(new Notification(Notification.Kind.PORT_DELETED, to.name()));
        } else {
            if (cell.code() == MsgReturn.SUCCESS || cell.code() == MsgReturn.SEND_WILL_NOTIFY) {
                ids.add(ID);
            }
            assertThat(rest(server, port)).isEqualTo(ids);
        }
        if (cell.code() == MsgReturn.SEND_WILL_NOTIFY) {
            expected.add(new Notification(Notification.Kind.MSG_ACCEPTED, to.name()));
        }
        assertThat(notices(client)).isEqualTo(expected);
    }

    @Test
    void theTableLacksNoSetOfOptions() {
        assertThat(cells().map(Cell::options).distinct()).hasSize(3 * 2 * 2);
        assertThat(cells().map(cell -> cell.given().options()).distinct()).hasSize(8);
    }

    @Test
    @Scenario("M35")
    void noReturnCodeHasAnotherNumberThanThePublishedOne() {
        Map<MsgReturn, Integer> published = Map.ofEntries(
                Map.entry(MsgReturn.SUCCESS, 0),
                Map.entry(MsgReturn.SEND_INVALID_MEMORY, -101),
                Map.entry(MsgReturn.SEND_INVALID_PORT, -102),
                Map.entry(MsgReturn.SEND_TIMED_OUT, -103),
                Map.entry(MsgReturn.SEND_WILL_NOTIFY, -105),
                Map.entry(MsgReturn.SEND_NOTIFY_IN_PROGRESS, -106),
                Map.entry(MsgReturn.SEND_KERNEL_REFUSED, -107),
                Map.entry(MsgReturn.SEND_INTERRUPTED, -108),
                Map.entry(MsgReturn.SEND_MSG_TOO_LARGE, -109),
                Map.entry(MsgReturn.SEND_MSG_TOO_SMALL, -110),
                Map.entry(MsgReturn.RCV_INVALID_MEMORY, -201),
                Map.entry(MsgReturn.RCV_INVALID_PORT, -202),
                Map.entry(MsgReturn.RCV_TIMED_OUT, -203),
                Map.entry(MsgReturn.RCV_TOO_LARGE, -204),
                Map.entry(MsgReturn.RCV_NOT_ENOUGH_MEMORY, -205),
                Map.entry(MsgReturn.RCV_ONLY_SENDER, -206),
                Map.entry(MsgReturn.RCV_INTERRUPTED, -207),
                Map.entry(MsgReturn.RCV_PORT_CHANGE, -208));
        assertThat(published).containsOnlyKeys(MsgReturn.values());
        published.forEach((code, number) -> {
            assertThat(code.code()).as("%s", code).isEqualTo(number);
            assertThat(MsgReturn.ofCode(number)).isEqualTo(code);
            assertThat(code.isSend()).as("%s", code).isEqualTo(number >= -110 && number <= -101);
            assertThat(code.isReceive()).as("%s", code).isEqualTo(number >= -208 && number <= -201);
        });
        assertThat(Stream.of(MsgOption.values()).map(MsgOption::bit))
                .containsExactly(0x0001, 0x0002, 0x0004, 0x0100, 0x0200, 0x0400);
    }
}
