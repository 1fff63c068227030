package org.roadstead.itests.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.roadstead.testkit.Attempt;

/** A client in another language, written from the page of the protocol, calls ports of Java. */
@Timeout(60)
class PythonClientIT {
    private static final int LIMIT = 16 << 20;
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    @RegisterExtension
    final Machine machine = new Machine();

    private Peer java;
    private Peer python;

    @BeforeAll
    static void needPython() throws Exception {
        Python.need(PythonClientIT.class);
    }

    @BeforeEach
    void start() throws Exception {
        java = machine.peer("harbour");
        python = machine.python("snake");
    }

    @Test
    void payloadsOfNoSizeAreChangedOnTheirWay() throws Exception {
        java.ask("local test.echo");
        long seed = System.nanoTime();
        System.out.println("seed of the payloads: " + seed);
        assertThat(python.ask("request test.echo -7 grüße 5")).isEqualTo("grüße");
        assertThat(java.ask("received")).isEqualTo("-7:grüße");
        assertThat(python.ask("limit test.echo")).isEqualTo("" + LIMIT);
        for (int size : new int[] {0, 1, 64 << 10, LIMIT - 1, LIMIT}) {
            assertThat(python.ask("echo test.echo " + size + " " + seed)).isEqualTo("" + size);
        }
        assertThat(python.ask("echo test.echo " + (LIMIT + 1) + " " + seed)).startsWith("PortError 21 ");
        assertThat(python.ask("owner test.echo")).isEqualTo("harbour harbour 64");
    }

    @Test
    void oneWayMessagesAreNotReordered() throws Exception {
        java.ask("local test.order 4");
        assertThat(python.ask("burst test.order 300 m")).isEqualTo("300");
        String expected = IntStream.range(0, 300).mapToObj(i -> i + ":m").collect(Collectors.joining(","));
        java.awaitAnswer("received", expected);
    }

    @Test
    void aNameThatNobodyHasIsNotWaitedFor() throws Exception {
        assertNobodyHas("test.none");
        java.ask("local test.none");
        java.ask("invalidate test.none");
        assertNobodyHas("test.none");
        java.ask("local test.none");
        java.kill();
        java.awaitExit();
        assertThat(machine.files()).as("the name of a dead owner").anyMatch(name -> name.startsWith("n-"));
        assertNobodyHas("test.none");
    }

    private void assertNobodyHas(String name) throws Exception {
        long began = System.nanoTime();
        assertThat(python.ask("request " + name + " 1 x 5"))
                .startsWith("NoSuchPort ")
                .contains(name);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AT_ONCE);
    }

    @Test
    void aSendToAFullQueueEndsAtItsTimeoutAndIsNotDelivered() throws Exception {
        java.ask("deaf test.full 2");
        python.ask("send test.full 1 a 5");
        python.ask("send test.full 2 b 5");
        assertThat(python.ask("send test.full 5 e 0")).startsWith("SendTimeout 1 ");

        Attempt third = Attempt.of(() -> python.ask("send test.full 3 c 0.3"));
        assertThat((String) third.result()).startsWith("SendTimeout 1 ").contains("2");
        assertThat(third.took()).isBetween(Duration.ofMillis(300), AT_ONCE);
        assertThat(python.ask("request test.full 4 d 0.1")).startsWith("SendTimeout 1 ");

        python.tell("send test.full 6 f 10");
        java.awaitAnswer("blocked test.full", "1");
        java.ask("attach test.full");
        python.answer();
        java.awaitAnswer("received", "1:a,2:b,6:f");
    }

    @Test
    void aReplyThatComesTooLateIsNotTakenForTheNextOne() throws Exception {
        java.ask("local test.late");
        assertThat(python.ask("request test.late 1000 first 0.3")).startsWith("ReplyTimeout ");
        java.ask("release");
        assertThat(python.ask("request test.late 0 second 5")).isEqualTo("second");
    }

    @Test
    void aKilledOwnerIsNotWaitedFor() throws Exception {
        java.ask("local test.victim");
        assertThat(python.ask("request test.victim 0 hello 5")).isEqualTo("hello");
        assertThat(python.ask("end test.victim 0.05")).startsWith("NoneType");

        python.tell("request test.victim 1000 wait 30");
        java.awaitAnswer("handled", "2");
        long killed = java.kill();
        assertThat(python.answer()).startsWith("PortDied 12 ").contains("test.victim");
        assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(AT_ONCE);
        assertThat(python.ask("end test.victim 5")).startsWith("PortDied 12 ");
    }

    /** D19: no clock tells a death. */
    @Test
    void aStoppedOwnerIsNotTakenForDead() throws Exception {
        java.ask("local test.still");
        assertThat(python.ask("request test.still 0 hello 5")).isEqualTo("hello");
        java.suspend();
        assertThat(python.ask("request test.still 1 lost 0.2"))
                .startsWith("Undecided ")
                .contains("test.still");
        assertThat(python.ask("end test.still 0.05")).startsWith("NoneType");
        java.resume();
        assertThat(python.ask("request test.still 2 again 5")).isEqualTo("again");
    }

    /** A port's end and its owner's stop are told apart from a kill, and from each other. */
    @Test
    void anOrderlyEndIsNotTakenForADeath() throws Exception {
        java.ask("local test.port");
        java.ask("local test.node");
        python.ask("request test.port 0 hello 5");
        python.ask("request test.node 0 hello 5");

        python.tell("end test.port 10");
        java.ask("invalidate test.port");
        assertThat(python.answer()).startsWith("PortDied 10 ");
        assertThat(python.ask("send test.port 1 x 5")).startsWith("PortDied 10 ");
        assertThat(python.ask("request test.node 0 still 5")).isEqualTo("still");

        python.tell("end test.node 10");
        java.ask("close");
        assertThat(python.answer()).startsWith("PortDied 11 ");
    }

    @Test
    void anotherVersionIsNotLetInAndHarmsNobody() throws Exception {
        java.ask("local test.version");
        assertThat(python.ask("request test.version 0 before 5")).isEqualTo("before");
        assertThat(python.ask("greet test.version 2")).endsWith("closed");
        java.awaitError("the peer speaks version 2 of the node protocol, this node 1");
        assertThat(python.ask("request test.version 0 after 5")).isEqualTo("after");
    }

    @Test
    void oneNodeHasNoTwoLinks() throws Exception {
        java.ask("local test.once");
        assertThat(python.ask("twice test.once")).matches("1 [0-9a-f]{32}");
    }

    @Test
    void malformedFramesHarmNoOtherConnection() throws Exception {
        java.ask("local test.good");
        Peer intruder = machine.python("intruder");
        assertThat(python.ask("request test.good 0 before 5")).isEqualTo("before");
        python.tell("burst test.good 900 m");
        for (String frame : Malformed.FRAMES) {
            assertThat(intruder.ask("malformed test.good " + frame)).as(frame).isEqualTo("closed");
            assertThat(intruder.ask("stranger test.good " + frame)).as(frame).isEqualTo("closed");
        }
        assertThat(python.answer()).isEqualTo("900");
        assertThat(python.ask("request test.good 0 after 5")).isEqualTo("after");
    }
}
