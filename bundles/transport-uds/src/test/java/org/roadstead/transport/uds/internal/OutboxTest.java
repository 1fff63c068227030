package org.roadstead.transport.uds.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The moments that a race hits seldom, brought about by doing them inside the wire's calls. */
class OutboxTest {
    private final List<String> calls = new ArrayList<>();
    private int takes = Integer.MAX_VALUE;
    private int out;
    private boolean armed;
    private Runnable duringWrite = () -> {};
    private Runnable duringDisarm = () -> {};
    private Runnable duringArm = () -> {};

    private final Outbox outbox = new Outbox(
            new Outbox.Wire() {
                @Override
                public int write(ByteBuffer bytes) throws IOException {
                    if (takes < 0) {
                        throw new IOException("on purpose");
                    }
                    int n = Math.min(takes, bytes.remaining());
                    bytes.position(bytes.position() + n);
                    out += n;
                    once(duringWrite, () -> duringWrite = () -> {});
                    return n;
                }

                @Override
                public void armWrite() {
                    armed = true;
                    once(duringArm, () -> duringArm = () -> {});
                }

                @Override
                public void disarmWrite() {
                    once(duringDisarm, () -> duringDisarm = () -> {});
                    armed = false;
                }

                @Override
                public void drained() {
                    calls.add("drained");
                }

                @Override
                public void broken(Throwable why) {
                    calls.add("broken");
                }

                @Override
                public void finished() {
                    calls.add("finished");
                }
            },
            new DirectBuffers());

    private static void once(Runnable now, Runnable then) {
        then.run();
        now.run();
    }

    private void send(int bytes) {
        outbox.send(new ByteBuffer[] {ByteBuffer.allocate(bytes)}, bytes);
    }

    /** Another thread says goodbye and closes while this one writes; its goodbye was lost with the queue. */
    @Test
    void whatIsSentBeforeACloseGoesOutAlsoIfAnotherThreadIsWriting() {
        duringWrite = () -> {
            send(20);
            outbox.shut();
        };
        send(10);
        assertThat(out).isEqualTo(10 + 20 + 2 * Integer.BYTES);
        assertThat(calls).containsExactly("finished");
    }

    @Test
    void whatIsSentDuringAWriteFollowsItAndWhoSawItPendingIsTold() {
        duringWrite = () -> {
            send(6);
            assertThat(outbox.pendingBytes()).isEqualTo(10);
        };
        send(1);
        assertThat(out).isEqualTo(15);
        assertThat(outbox.pendingBytes()).isZero();
        assertThat(calls).containsExactly("drained");
    }

    @Test
    void nobodyIsToldIfNobodySawBytesPending() {
        duringWrite = () -> send(6);
        send(1);
        assertThat(calls).isEmpty();
    }

    @Test
    void aShortWriteGoesOnWhenTheSocketTakesMore() {
        takes = 3;
        send(100_000);
        assertThat(out).isEqualTo(3);
        assertThat(armed).isTrue();
        send(7);
        assertThat(out).as("nobody writes past the frame that is stuck").isEqualTo(3);
        assertThat(outbox.pendingBytes()).isEqualTo(100_004 - 3 + 11);
        outbox.writable();
        assertThat(out).isEqualTo(6);
        takes = Integer.MAX_VALUE;
        outbox.writable();
        assertThat(out).isEqualTo(100_004 + 11);
        assertThat(armed).isFalse();
        assertThat(calls).containsExactly("drained");
        outbox.writable();
        assertThat(calls).hasSize(1);
    }

    @Test
    void aShortWriteRightAfterTheLastOneIsArmedAgain() {
        takes = 1;
        send(10);
        takes = Integer.MAX_VALUE;
        duringDisarm = () -> {
            takes = 1;
            send(10);
        };
        outbox.writable();
        assertThat(outbox.pendingBytes()).isPositive();
        assertThat(armed).as("somebody will go on").isTrue();
    }

    @Test
    void aCloseDuringAWriteWaitsForItAndFinishesOnce() {
        duringWrite = outbox::shut;
        send(10);
        assertThat(out).isEqualTo(14);
        outbox.shut();
        assertThat(calls).containsExactly("finished");
    }

    @Test
    void aCloseDuringAShortWriteFinishesOnce() {
        takes = 1;
        duringWrite = outbox::shut;
        send(10);
        assertThat(calls).containsExactly("finished");
        outbox.shut();
        outbox.writable();
        assertThat(calls).hasSize(1);
        assertThat(outbox.pendingBytes()).isZero();
    }

    @Test
    void aCloseWhileStuckFinishesOnce() {
        takes = 1;
        duringArm = outbox::shut;
        send(10);
        assertThat(calls).containsExactly("finished");
        assertThat(outbox.pendingBytes()).isZero();
    }

    @Test
    void aBrokenWireIsToldOnceAndFinishedByTheCloseThatFollows() {
        takes = -1;
        send(1);
        send(1);
        assertThat(calls).containsExactly("broken");
        assertThat(outbox.pendingBytes()).isZero();
        outbox.shut();
        outbox.shut();
        assertThat(calls).containsExactly("broken", "finished");
    }
}
