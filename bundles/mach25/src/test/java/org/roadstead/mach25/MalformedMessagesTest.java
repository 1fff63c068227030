package org.roadstead.mach25;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roadstead.mach25.TestTask.words;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.DeadName;
import org.roadstead.mach.Inline;
import org.roadstead.mach.Item;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.OutOfLine;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.Region;

/**
 * What is wrong is a code, or an item that the kernel refuses with the code for it; never an exception, and never memory for what a
 * message only says.
 */
class MalformedMessagesTest {
    private static final Set<MsgReturn> CODES =
            Set.of(MsgReturn.SEND_INVALID_MEMORY, MsgReturn.SEND_MSG_TOO_SMALL, MsgReturn.SEND_MSG_TOO_LARGE);

    private final TestTask task = new TestTask();

    @BeforeEach
    void allocate() {
        task.put(new byte[64]);
    }

    private MsgReturn code(ByteBuffer bytes) {
        return task.codec.decode(bytes).code();
    }

    private static ByteBuffer complex(int... body) {
        ByteBuffer bytes = ByteBuffer.allocate(24 + 4 * body.length);
        return bytes.put(words(0, bytes.limit(), 0, 9, 7, 1)).put(words(body)).flip();
    }

    private Item last(int... body) {
        List<Item> items = task.codec.decode(complex(body)).message().items();
        return items.get(items.size() - 1);
    }

    /** The kernel says SEND_MSG_TOO_SMALL to data that are not all there. */
    private void assertTooSmall(int... body) {
        assertThat(last(body))
                .isInstanceOfSatisfying(
                        Inline.class,
                        item -> assertThat(item.length())
                                .isGreaterThan(item.data().remaining()));
    }

    /** The kernel says SEND_INVALID_MEMORY to memory that is not all there. */
    private void assertInvalidMemory(int... body) {
        assertThat(last(body))
                .isInstanceOfSatisfying(
                        OutOfLine.class,
                        item -> assertThat(item.region())
                                .isInstanceOfSatisfying(
                                        Region.Buffer.class,
                                        region -> assertThat(region.length()).isLessThan(item.length())));
    }

    @Test
    void aSizeBelowTheHeaderIsTooSmallWhateverTheRest() {
        for (int size = 0; size < 24; size++) {
            assertThat(code(complex(1, 2, 3).putInt(4, size))).isEqualTo(MsgReturn.SEND_MSG_TOO_SMALL);
        }
        assertThat(code(words(0, 23))).isEqualTo(MsgReturn.SEND_MSG_TOO_SMALL);
    }

    @Test
    void aSizeAboveTheLimitIsTooLargeBeforeAnythingIsRead() {
        for (int size : new int[] {8193, 8196, Integer.MAX_VALUE, Integer.MIN_VALUE, -4, -1}) {
            assertThat(code(words(0, size))).as("size " + size).isEqualTo(MsgReturn.SEND_MSG_TOO_LARGE);
        }
    }

    @Test
    void aMessageThatEndsBeforeItsSizeCannotBeRead() {
        assertThat(code(words(0, 24, 0, 0, 7))).isEqualTo(MsgReturn.SEND_INVALID_MEMORY);
        assertThat(code(words(0, 28, 0, 0, 7, 1))).isEqualTo(MsgReturn.SEND_INVALID_MEMORY);
        assertThat(code(words(0))).isEqualTo(MsgReturn.SEND_INVALID_MEMORY);
        assertThat(code(ByteBuffer.allocate(0))).isEqualTo(MsgReturn.SEND_INVALID_MEMORY);
        assertThat(code(null)).isEqualTo(MsgReturn.SEND_INVALID_MEMORY);
    }

    @Test
    void anItemThatOverrunsTheMessageIsTooSmall() {
        assertTooSmall(0x02200018); // an integer without its word
        assertTooSmall(0x02200028, 1); // two integers, one word
        assertTooSmall(0x02200018, 5, 0x02200018); // the second one
        assertTooSmall(0x09080050); // out of line, no address
        assertTooSmall(0x06200018); // a right without its name
        assertTooSmall(0x06200010); // rights out of line, no address
        assertTooSmall(0x06100028); // rights of a wrong width that overrun
        assertTooSmall(0x0000000C, 0x00090008); // a part of a long descriptor
        assertTooSmall(0x0000000C, 0x00090008, 0xFFFFFFFF, 0); // the largest number
        assertTooSmall(0x0000000C, 0xFFFFFFFF, 0xFFFFFFFF, 0); // of the largest size
    }

    @Test
    void whatComesBehindAnItemThatIsWrongIsNotLookedAt() {
        assertThat(task.codec
                        .decode(complex(0x02200018, 5, 0x06100018, 8, 0x02200018))
                        .message()
                        .items())
                .hasSize(2);
    }

    @Test
    void rightsOfAnotherWidthThan32BitsAreNoRights() {
        for (int bits : new int[] {0, 8, 31, 33, 64, 255}) {
            assertThat(last(0x06000018 | bits << 16, 7, 0, 0, 0, 0, 0, 0, 0))
                    .as(bits + " bits")
                    .isEqualTo(PortItem.send(new DeadName(DeadName.IN_TRANSIT)));
        }
        assertThat(last(0x06000008)).isEqualTo(PortItem.send(new DeadName(DeadName.IN_TRANSIT)));
    }

    @Test
    void memoryThatTheTaskDoesNotHaveCannotBeRead() {
        assertInvalidMemory(0x09080410, 0x00000000); // 65 bytes at no address
        assertInvalidMemory(0x09080410, 0x00001000); // 65 of 64 bytes
        assertInvalidMemory(0x09080020, 0x0000103F); // the last byte and one more
        assertInvalidMemory(0x09080010, 0x00002000); // behind it
        assertInvalidMemory(0x09080010, 0xFFFFFFFF);
        assertInvalidMemory(0x09080012, 0x00001001); // only a whole block can leave
        assertInvalidMemory(0x00000004, 0x00090008, 0xFFFFFFFF, 0x00001000); // the largest number
        assertInvalidMemory(0x00000004, 0x00090000, 0xFFFFFFFF, 0x00001000); // of nothing
        assertInvalidMemory(0x06200110, 0x00001000); // 17 names in 64 bytes
        assertInvalidMemory(0x00000004, 0x00060020, 0xFFFFFFFF, 0x00001000); // the most names
    }

    @Test
    void memoryThatIsGoneCannotBeRead() {
        task.block(0x1000).close();
        assertInvalidMemory(0x09080010, 0x00001000);
        assertInvalidMemory(0x06200010, 0x00001000);
    }

    @Test
    void anUnknownNameIsARightThatNoKernelHas() {
        WireCodec knowsNothing = new WireCodec(name -> PortRight.NULL, task.memory);
        Message message =
                knowsNothing.decode(complex(0x06200028, 8, 0xFFFFFFFF)).message();
        assertThat(message.remote()).isEqualTo(new DeadName(7));
        assertThat(message.local()).isEqualTo(new DeadName(9));
        assertThat(message.items()).containsExactly(PortItem.send(new DeadName(8), new DeadName(-1)));
    }

    /** Every cut and every other value of every byte: a code, or a message that is no larger than it may be. */
    @Test
    void noCutAndNoFlippedByteThrows() {
        List<ByteBuffer> golden = List.of(
                complex(0x02200018, 5, 0x0000000C, 0x00090008, 5, 0x01020304, 0x05000000),
                complex(0x06200028, 7, 8, 0x0520001A, 9, 0x1220001A, 11, 0x0F200018, 7),
                complex(0x09080050, 0x00001000, 0x06200020, 0x00001010, 0x09080402, 0x00001000),
                complex(0x00000006, 0x00090008, 64, 0x00001000, 0x00000006, 0x00060020, 16, 0x00001000),
                complex(0x02200018, 5).put(3, (byte) 1));
        for (ByteBuffer message : golden) {
            for (int length = 0; length <= message.capacity(); length++) {
                assertHarmless(message.duplicate().limit(length));
                ByteBuffer shorter = copy(message);
                assertHarmless(shorter.putInt(4, length));
            }
            for (int at = 0; at < message.capacity(); at++) {
                for (int value = 0; value < 256; value++) {
                    ByteBuffer changed = copy(message);
                    assertHarmless(changed.put(at, (byte) value));
                }
            }
        }
    }

    private static ByteBuffer copy(ByteBuffer message) {
        return ByteBuffer.allocate(message.capacity()).put(message.duplicate()).flip();
    }

    private void assertHarmless(ByteBuffer bytes) {
        WireCodec.Decoded decoded = task.codec.decode(bytes);
        if (decoded.message() == null) {
            assertThat(decoded.code()).isIn(CODES);
        } else {
            assertThat(decoded.code()).isEqualTo(MsgReturn.SUCCESS);
            assertThat(decoded.message().size()).isBetween(24L, bytes.limit() + 3L);
        }
    }
}
