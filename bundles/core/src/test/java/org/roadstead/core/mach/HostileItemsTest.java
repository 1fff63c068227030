package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roadstead.mach.Disposition;
import org.roadstead.mach.Inline;
import org.roadstead.mach.Item;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgCause;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.MsgType;
import org.roadstead.mach.OutOfLine;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.Region;
import org.roadstead.mach.SendResult;
import org.roadstead.mach.SendRight;
import org.roadstead.mach25.Mach25;

/** Items by which a sender would get, or do, what it may not. */
class HostileItemsTest {
    private static final Item NO_PORT = PortItem.send(PortRight.NULL);

    private final OneKernel kernel = new OneKernel();
    private final PortSpace space = kernel.space("hostile");
    private final ReceiveRight port = space.allocate();

    @AfterEach
    void close() {
        kernel.close();
    }

    private SendResult send(Item... items) {
        return space.send(Message.to(port, 1, items), MsgOptions.POLL);
    }

    @Test
    void noRightStaysPromisedToASendThatNeverBegan() {
        ReceiveRight given = space.allocate();
        Message message = Message.to(port, 1, PortItem.moveReceive(given));

        assertThatThrownBy(() -> space.send(message, null)).isInstanceOf(NullPointerException.class);

        assertThat(space.send(message, MsgOptions.POLL).code()).isEqualTo(MsgReturn.SUCCESS);
    }

    @Test
    void noItemReadsAFileBehindItsRegion(@TempDir Path dir) throws IOException {
        Path path = Files.writeString(dir.resolve("data"), "0123456789 and a secret");
        try (FileChannel file = FileChannel.open(path)) {
            Region ten = Region.of(file, 0, 10);

            SendResult beyond = send(new OutOfLine(MsgType.BYTE, 8, 11, ten, Disposition.COPY));
            SendResult within = send(new OutOfLine(MsgType.BYTE, 8, 10, ten, Disposition.COPY));

            assertThat(beyond.code()).isEqualTo(MsgReturn.SEND_INVALID_MEMORY);
            assertThat(within.code()).isEqualTo(MsgReturn.SUCCESS);
        }
    }

    @Test
    void noItemSendsWithARightThatTheOneBeforeItGaveAway() {
        PortSpace server = kernel.space("server");
        SendRight send = server.insertSend(space, server.allocate());
        ReceiveRight receive = space.allocate();

        SendResult sendTwice = send(PortItem.moveSend(send), PortItem.send(send));
        SendResult receiveAndSend = send(PortItem.moveReceive(receive), PortItem.send(receive));

        assertThat(sendTwice.code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
        assertThat(receiveAndSend.code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
        assertThat(send(PortItem.send(send), PortItem.moveSend(send)).code()).isEqualTo(MsgReturn.SUCCESS);
        assertThat(send(PortItem.receive(receive), PortItem.send(receive)).code())
                .isEqualTo(MsgReturn.SUCCESS);
    }

    /** A reader of bytes would take the name for a right that came, and give up its own one when it is done with it. */
    @Test
    void noDataOfAMessageWithRightsLookLikeRights() {
        for (int type : new int[] {
            Mach25.MSG_TYPE_PORT_OWNERSHIP,
            Mach25.MSG_TYPE_PORT_RECEIVE,
            Mach25.MSG_TYPE_PORT_ALL,
            Mach25.MSG_TYPE_PORT,
            Mach25.MSG_TYPE_SEND_ONCE
        }) {
            Item inline = new Inline(type, 32, 1, words(2));
            Item outOfLine = new OutOfLine(type, 32, 1, Region.of(words(2)), Disposition.COPY);

            assertThat(send(inline, NO_PORT)).as("inline, type " + type).matches(HostileItemsTest::isOfWrongType);
            assertThat(send(outOfLine)).as("out of line, type " + type).matches(HostileItemsTest::isOfWrongType);
        }
        assertThat(send(new Inline(Mach25.MSG_TYPE_PORT, 32, 1, words(2))).code())
                .as("the data of a simple message are data")
                .isEqualTo(MsgReturn.SUCCESS);
    }

    @Test
    void noBytesOfAMessageWithRightsLookLikeRights() {
        Item rawShort = raw(0x06200018, 2);
        Item rawLong = raw(0x0000000C, 0x00060020, 1, 2);
        Item rawBehindData = raw(0x09080048, 0, 0x06200018, 2);
        Item rawAddress = raw(0x09080040, 4096);
        Item rawCut = raw(0x0908005C);
        Item rawTooLong = raw(0x09080058, 0);

        for (Item item : new Item[] {rawShort, rawLong, rawBehindData, rawAddress, rawCut, rawTooLong}) {
            assertThat(send(item, NO_PORT)).matches(HostileItemsTest::isOfWrongType);
        }
        assertThat(send(raw(0x0000000C, 0x00090008, 4, 0x01020304), NO_PORT).code())
                .as("data with a descriptor that is longer than it has to be")
                .isEqualTo(MsgReturn.SUCCESS);
        assertThat(send(rawShort).code()).as("a simple message").isEqualTo(MsgReturn.SUCCESS);
    }

    private static boolean isOfWrongType(SendResult sent) {
        return sent.code() == MsgReturn.SEND_INVALID_PORT && sent.cause() == MsgCause.TYPE;
    }

    private static ByteBuffer words(int... words) {
        return TaskFixture.words(words);
    }

    private static Item raw(int... words) {
        return new Inline(MsgType.RAW, 8, 4 * words.length, words(words));
    }
}
