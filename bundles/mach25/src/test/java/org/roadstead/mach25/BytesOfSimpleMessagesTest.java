package org.roadstead.mach25;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roadstead.mach25.TestTask.words;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.Inline;
import org.roadstead.mach.Item;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.MsgType;
import org.roadstead.mach.PortItem;
import org.roadstead.mach25.TestTask.Named;

/** The body of a simple message arrives as it was sent, whatever it is; of another message, its inline data do. */
class BytesOfSimpleMessagesTest {
    private final TestTask task = new TestTask();

    private List<Item> items(ByteBuffer bytes) {
        return task.codec.decode(bytes).message().items();
    }

    private static ByteBuffer message(int simple, int... body) {
        ByteBuffer bytes = ByteBuffer.allocate(24 + 4 * body.length);
        return bytes.put(words(simple, bytes.limit(), 0, 0, 7, 1))
                .put(words(body))
                .flip();
    }

    private static Item raw(int... body) {
        return new Inline(MsgType.RAW, 8, 4 * body.length, words(body));
    }

    private void assertKept(ByteBuffer bytes) {
        Message message = task.codec.decode(bytes).message();
        assertThat(message.size()).isEqualTo(bytes.remaining());
        assertThat(task.codec.encode(message)).isEqualTo(bytes);
    }

    @Test
    void aBodyThatIsMadeOfNoItemsIsKept() {
        ByteBuffer bytes = message(1, 0xCAFEBABE, 0xDEADBEEF, 0x00000001);
        assertThat(items(bytes)).containsExactly(raw(0xCAFEBABE, 0xDEADBEEF, 0x00000001));
        assertKept(bytes);
    }

    @Test
    void rightsInASimpleMessageAreBytes() {
        ByteBuffer bytes = message(1, 0x02200018, 5, 0x06200018, 8);
        assertThat(items(bytes)).containsExactly(Inline.integers(5), raw(0x06200018, 8));
        assertKept(bytes);
    }

    @Test
    void anAddressInASimpleMessageIsANumber() {
        ByteBuffer bytes = message(1, 0x09080050, 0x00001000);
        assertThat(items(bytes)).containsExactly(raw(0x09080050, 0x00001000));
        assertKept(bytes);
    }

    @Test
    void aLongDescriptorThatNeedNotBeIsKept() {
        ByteBuffer bytes = message(1, 0x0000000C, 0x00020020, 1, 42, 0x02200018, 43);
        assertThat(items(bytes)).containsExactly(raw(0x0000000C, 0x00020020, 1, 42), Inline.integers(43));
        assertKept(bytes);
    }

    @Test
    void aLongDescriptorOfInlineDataIsKeptBesideRightsToo() {
        ByteBuffer bytes = message(0, 0x0000000C, 0x00020020, 1, 42, 0x06200018, 7);
        assertThat(items(bytes)).containsExactly(raw(0x0000000C, 0x00020020, 1, 42), PortItem.send(new Named(7)));
        assertKept(bytes);
    }

    @Test
    void paddingThatIsNotZeroIsKept() {
        assertKept(message(1, 0x09080018, 0x01020304));
    }

    @Test
    void unusedBitsAreKept() {
        assertKept(message(1, 0x02200019, 1));
    }

    @Test
    void theKernelsOwnTypeIsKeptWithItsDescriptor() {
        ByteBuffer bytes = message(0, 0x0E200018, 5, 0x06200018, 7);
        assertThat(items(bytes)).containsExactly(raw(0x0E200018, 5), PortItem.send(new Named(7)));
        assertKept(bytes);
    }

    @Test
    void theKernelsOwnTypeOutOfLineHasItsDescriptor() {
        int address = task.put((byte) 1);
        Message message = task.codec.decode(message(0, 0x0E080010, address)).message();
        assertThat(message.size()).isEqualTo(32);
        assertThat(task.codec.encode(message).getInt(24)).isEqualTo(0x0E080010);
    }

    @Test
    void anyByteButZeroSaysSimple() {
        assertThat(items(message(0xFF, 0x06200018, 8))).containsExactly(raw(0x06200018, 8));
    }

    @Test
    void theUnusedBytesOfTheHeaderArriveAsZeros() {
        ByteBuffer bytes = message(0xABCDEF01);
        assertThat(task.codec.encode(task.codec.decode(bytes).message()).getInt(0))
                .isEqualTo(1);
    }

    @Test
    void aMessageThatCarriesNothingIsSimpleWhateverItSays() {
        ByteBuffer bytes = message(0, 0x02200018, 5);
        assertThat(task.codec.encode(task.codec.decode(bytes).message())).isEqualTo(message(1, 0x02200018, 5));
    }

    @Test
    void anOddSizeIsRoundedUpAndPaddedWithZeros() {
        ByteBuffer bytes = message(1, 0x09080018, 0x01FFFFFF).putInt(4, 29);
        assertThat(items(bytes)).containsExactly(Inline.bytes((byte) 1));
        assertThat(items(bytes.limit(29))).containsExactly(Inline.bytes((byte) 1));
    }

    @Test
    void theLargestMessageIsRead() {
        ByteBuffer bytes = message(1, new int[2042]);
        assertKept(bytes);
        assertThat(task.codec.decode(bytes.putInt(4, 8190)).code()).isEqualTo(MsgReturn.SUCCESS);
    }

    @Test
    void theBufferIsReadFromItsPositionInItsOwnPlaceWhateverItsOrder() {
        ByteBuffer bytes = ByteBuffer.allocate(40).position(3);
        bytes.put(message(1, 0x02200018, 5)).position(3).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        assertThat(items(bytes)).containsExactly(Inline.integers(5));
        assertThat(bytes.position()).isEqualTo(3);
    }
}
