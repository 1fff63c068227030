package org.roadstead.mach25;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roadstead.mach25.TestTask.words;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.Disposition;
import org.roadstead.mach.Inline;
import org.roadstead.mach.Item;
import org.roadstead.mach.Memory;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.MsgType;
import org.roadstead.mach.OutOfLine;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.Region;
import org.roadstead.mach25.TestTask.Named;

/**
 * Messages byte by byte, worked out by hand from the layout: the codec neither reads nor writes them in another way. A short
 * descriptor is name 8 bits, size 8, number 12, then inline 8, longform 4, deallocate 2, unused 1.
 */
class GoldenMessagesTest {
    private static final PortRight SEVEN = new Named(7);

    private final TestTask task = new TestTask();

    private Message read(ByteBuffer bytes) {
        WireCodec.Decoded decoded = task.codec.decode(bytes);
        assertThat(decoded.code()).isEqualTo(MsgReturn.SUCCESS);
        return decoded.message();
    }

    /** Both ways, and the size that the kernel counts is the one in the header. */
    private void assertSame(Message message, ByteBuffer bytes) {
        assertThat(task.codec.encode(message)).as("written").isEqualTo(bytes);
        assertThat(read(bytes)).as("read").isEqualTo(message);
        assertThat(message.size()).isEqualTo(bytes.remaining());
    }

    private static ByteBuffer withBody(int simple, int... body) {
        ByteBuffer bytes = ByteBuffer.allocate(24 + 4 * body.length);
        bytes.put(words(simple, bytes.limit(), 0, 0, 7, 100));
        return bytes.put(words(body)).flip();
    }

    private static Message toSeven(Item... items) {
        return Message.to(SEVEN, 100, items);
    }

    @Test
    void aHeaderAloneIs24Bytes() {
        assertSame(
                new Message(-2, 0x80000001, SEVEN, new Named(0x01000002), List.of()),
                words(
                        0x00000001, // unused 24 bits, msg_simple
                        0x00000018, // msg_size: 24
                        0x80000001, // msg_type: a bit of the user's, emergency
                        0x01000002, // msg_local_port: the reply port
                        0x00000007, // msg_remote_port: the destination
                        0xFFFFFFFE)); // msg_id: -2
    }

    @Test
    void twoIntegersAreAShortDescriptorAndTwoWords() {
        assertSame(
                toSeven(Inline.integers(1, -1)),
                words(
                        0x00000001, // msg_simple
                        0x00000024, // msg_size: 24 + 4 + 8
                        0x00000000, // msg_type: normal
                        0x00000000, // msg_local_port: none
                        0x00000007, // msg_remote_port
                        0x00000064, // msg_id: 100
                        0x02200028, // INTEGER_32, 32 bits, 2, inline
                        0x00000001, // 1
                        0xFFFFFFFF)); // -1
    }

    @Test
    void dataArePaddedTo4BytesEachItemForItself() {
        assertSame(
                toSeven(
                        Inline.bytes("hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                        new Inline(MsgType.BIT, 1, 9, ByteBuffer.wrap(new byte[] {-1, -128})),
                        new Inline(MsgType.CHAR, 8, 0, ByteBuffer.allocate(0)),
                        new Inline(MsgType.INTEGER_16, 16, 1, ByteBuffer.wrap(new byte[] {1, 2}))),
                withBody(
                        1, // 24 + 4 + 8 + 4 + 4 + 4 + 4 + 4
                        0x09080058, // BYTE, 8 bits, 5, inline
                        0x68656C6C, // hell
                        0x6F000000, // o, 3 bytes of padding
                        0x00010098, // BIT, 1 bit, 9, inline
                        0xFF800000, // 9 bits in 2 bytes, 2 bytes of padding
                        0x08080008, // CHAR, 8 bits, 0, inline: no data
                        0x01100018, // INTEGER_16, 16 bits, 1, inline
                        0x01020000)); // one of them, 2 bytes of padding
    }

    @Test
    void whatFitsTheShortDescriptorIsNotWrittenInTheLongOne() {
        byte[] bits = new byte[512];
        Arrays.fill(bits, (byte) 0xAB);
        ByteBuffer expected = ByteBuffer.allocate(24 + 4 + 512 + 4 + 32);
        expected.put(words(1, 576, 0, 0, 7, 100))
                .putInt(0x0001FFF8) // BIT, 1 bit, 4095, inline: 511 bytes and 7 bits
                .put(bits)
                .putInt(0xFFFF0018) // 255, 255 bits, 1, inline: 32 bytes
                .put(new byte[32]);
        assertSame(
                toSeven(
                        new Inline(MsgType.BIT, 1, 4095, ByteBuffer.wrap(bits)),
                        new Inline(255, 255, 1, ByteBuffer.allocate(32))),
                expected.flip());
    }

    @Test
    void aNumberAbove4095NeedsTheLongDescriptor() {
        byte[] bits = new byte[512];
        Arrays.fill(bits, (byte) 0xAB);
        ByteBuffer expected = ByteBuffer.allocate(24 + 12 + 512);
        expected.put(words(1, 548, 0, 0, 7, 100))
                .putInt(0x0000000C) // inline, longform; name, size and number are in what follows
                .putInt(0x00000001) // BIT in 16 bits, 1 bit in 16 bits
                .putInt(0x00001000) // 4096
                .put(bits);
        assertSame(toSeven(new Inline(MsgType.BIT, 1, 4096, ByteBuffer.wrap(bits))), expected.flip());
    }

    @Test
    void aSizeAbove255NeedsTheLongDescriptor() {
        assertSame(
                toSeven(new Inline(MsgType.STRING, 256, 1, ByteBuffer.allocate(32))),
                withBody(
                        1, // simple
                        0x0000000C, // inline, longform
                        0x000C0100, // STRING, 256 bits
                        0x00000001, // 1
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0)); // 32 bytes
    }

    @Test
    void aTypeAbove255NeedsTheLongDescriptor() {
        assertSame(
                toSeven(new Inline(0xFFFF, 0xFFFF, 0, ByteBuffer.allocate(0))),
                withBody(
                        1, // simple
                        0x0000000C, // inline, longform
                        0xFFFFFFFF, // the largest type, the largest size
                        0x00000000)); // none of them
    }

    @Test
    void rightsAreWrittenAsNamesAndMakeTheMessageComplex() {
        assertSame(
                toSeven(
                        PortItem.send(SEVEN, PortRight.NULL),
                        PortItem.moveSend(new Named(8)),
                        PortItem.receive(new Named(9)),
                        PortItem.moveReceive(new Named(10)),
                        PortItem.sendOnce(new Named(11)),
                        PortItem.send()),
                withBody(
                        0, // not simple
                        0x06200028, // PORT, 32 bits, 2, inline
                        0x00000007, // the name
                        0x00000000, // PORT_NULL
                        0x0620001A, // PORT, 32 bits, 1, inline, deallocate
                        0x00000008, // the name
                        0x05200018, // PORT_ALL, 32 bits, 1, inline
                        0x00000009, // the name
                        0x0520001A, // PORT_ALL, 32 bits, 1, inline, deallocate
                        0x0000000A, // the name
                        0x1220001A, // send-once (18), 32 bits, 1, inline, deallocate
                        0x0000000B, // the name
                        0x06200008)); // PORT, 32 bits, none, inline
    }

    @Test
    void ownershipAndReceiveRightsAreReadAsBoth() {
        assertThat(read(withBody(
                                0, // not simple
                                0x0320001A, // PORT_OWNERSHIP, 32 bits, 1, inline, deallocate
                                0x00000009, // the name
                                0x04200018, // PORT_RECEIVE, 32 bits, 1, inline
                                0x0000000A)) // the name
                        .items())
                .containsExactly(PortItem.moveReceive(new Named(9)), PortItem.receive(new Named(10)));
    }

    @Test
    void aNameAsANumberIsNoRight() {
        assertSame(
                toSeven(Inline.portNames(8)),
                withBody(
                        1, // simple
                        0x0F200018, // PORT_NAME, 32 bits, 1, inline
                        0x00000008)); // the name
    }

    @Test
    void outOfLineDataAreAnAddress() {
        int address = task.put((byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5);
        assertThat(address).isEqualTo(4096);
        Memory block = task.block(address);
        ByteBuffer bytes = withBody(
                0, // not simple
                0x09080050, // BYTE, 8 bits, 5
                0x00001000); // where they are
        assertThat(task.codec.encode(toSeven(new OutOfLine(MsgType.BYTE, 8, 5, block, Disposition.COPY))))
                .isEqualTo(bytes);
        assertThat(read(bytes).items()).containsExactly(OutOfLine.copy(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5})));
        assertThat(read(bytes).size()).isEqualTo(32);
    }

    @Test
    void outOfLineDataThatLeaveAreTheBlockItself() {
        Memory block = task.block(task.put((byte) 1, (byte) 2));
        ByteBuffer bytes = withBody(
                0, // not simple
                0x09080022, // BYTE, 8 bits, 2, deallocate
                0x00001000); // where they are
        assertSame(toSeven(OutOfLine.move(block)), bytes);
        assertThat(task.codec.decode(bytes).leaving()).containsExactly(0x1000);
    }

    @Test
    void anAddressMayBeInsideOfABlock() {
        task.put(new byte[100]);
        task.block(0x1000).buffer().put(98, (byte) 9);
        assertThat(read(withBody(0, 0x09080020, 0x00001062)).items())
                .containsExactly(OutOfLine.copy(ByteBuffer.wrap(new byte[] {9, 0})));
    }

    @Test
    void ofNoOutOfLineDataTheAddressIsNotLookedAt() {
        Item nothing = new OutOfLine(MsgType.BYTE, 8, 0, Region.of(ByteBuffer.allocate(0)), Disposition.COPY);
        assertSame(
                toSeven(nothing, PortItem.send(SEVEN)),
                withBody(
                        0, // not simple
                        0x09080000, // BYTE, 8 bits, 0
                        0x00000000, // no address
                        0x06200018, // PORT, 32 bits, 1, inline
                        0x00000007)); // the name
        assertThat(read(withBody(0, 0x09080002, 0xDEADBEEF, 0x06200018, 7)))
                .isEqualTo(toSeven(nothing, PortItem.send(SEVEN)));
    }

    @Test
    void outOfLineDataMayNeedTheLongDescriptor() {
        int address = task.memory.allocate(5000);
        assertSame(
                toSeven(OutOfLine.move(task.block(address))),
                withBody(
                        0, // not simple
                        0x00000006, // longform, deallocate
                        0x00090008, // BYTE, 8 bits
                        0x00001388, // 5000
                        0x00001000)); // where they are
    }

    @Test
    void rightsOutOfLineAreAnArrayOfNamesAtAnAddress() {
        Message message =
                toSeven(new PortItem(PortItem.Right.SEND, List.of(SEVEN, new Named(8)), Disposition.COPY, true));
        ByteBuffer bytes = withBody(
                0, // not simple
                0x06200020, // PORT, 32 bits, 2
                0x00001000); // where the names are
        assertSame(message, bytes);
        assertThat(task.block(0x1000).buffer()).isEqualTo(words(7, 8));
        bytes.put(27, (byte) 0x22); // deallocate: the array goes too
        assertThat(task.codec.decode(bytes).leaving()).containsExactly(0x1000);
    }

    @Test
    void noticesOfNamesAre32Bytes() {
        for (int id : new int[] {65, 66, 67, 68}) {
            Message notice =
                    new Message(id, MsgType.EMERGENCY, PortRight.NULL, new Named(3), List.of(Inline.portNames(7)));
            assertThat(task.codec.encodeReceived(notice))
                    .isEqualTo(words(
                            0x00000001, // simple
                            0x00000020, // 32
                            0x00000001, // emergency
                            0x00000003, // the notify port
                            0x00000000, // nobody to reply to
                            id, // what has happened
                            0x0F200018, // PORT_NAME, 32 bits, 1, inline
                            0x00000007)); // the name
        }
    }

    @Test
    void theNoticeToABackupPortCarriesTheRightAndSaysNothingOfItsSender() {
        Message notice = new Message(
                69, MsgType.EMERGENCY, PortRight.NULL, new Named(3), List.of(PortItem.moveReceive(new Named(7))));
        assertThat(task.codec.encodeReceived(notice))
                .isEqualTo(words(
                        0x00000000, // not simple
                        0x00000020, // 32
                        0x00000001, // emergency
                        0x00000003, // the backup port
                        0x00000000, // nobody to reply to
                        0x00000045, // NOTIFY_PORT_DESTROYED
                        0x05200018, // PORT_ALL, 32 bits, 1, inline, no deallocate
                        0x00000007)); // the name
    }
}
