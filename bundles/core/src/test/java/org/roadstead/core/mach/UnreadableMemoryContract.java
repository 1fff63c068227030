package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roadstead.mach.Disposition;
import org.roadstead.mach.Inline;
import org.roadstead.mach.Item;
import org.roadstead.mach.Memory;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.MsgType;
import org.roadstead.mach.OutOfLine;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.Region;
import org.roadstead.mach.RightType;
import org.roadstead.mach.SendResult;
import org.roadstead.mach.SendRight;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Scenario;

/** {@code SEND_INVALID_MEMORY}, by the ways in which memory really becomes unreadable here. */
abstract class UnreadableMemoryContract extends MachContract {
    private static final int ID = 1;
    private static final int LENGTH = 5000; // inline, but more than a page
    private static final byte[] DATA = new byte[LENGTH];

    static {
        for (int i = 0; i < LENGTH; i++) {
            DATA[i] = (byte) i;
        }
    }

    @TempDir
    private Path directory;

    private PortSpace server;
    private PortSpace client;
    private ReceiveRight port;
    private SendRight to;
    private SendRight moved;
    private Memory memory;
    private List<Integer> before;

    @BeforeEach
    final void fillThePort() {
        server = space("server");
        client = space("client");
        port = server.allocate();
        to = give(server, port, client);
        moved = give(server, server.allocate(), client);
        memory = client.allocateMemory(LENGTH);
        memory.buffer().put(DATA);
        before = fill(client, to);
    }

    private FileChannel file() throws IOException {
        Path path = Files.write(Files.createTempFile(directory, "region", ""), DATA);
        return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static OutOfLine copy(Region region) {
        return new OutOfLine(MsgType.BYTE, 8, LENGTH, region, Disposition.COPY);
    }

    /** The port is full, so a message that is not found unreadable at once would wait. */
    private void assertUnreadable(Item item) throws Exception {
        Message message = Message.to(to, ID, PortItem.moveSend(moved), OutOfLine.move(memory), item);
        SendResult result = sent(Attempt.of(() -> client.send(message, MsgOptions.NONE)));
        assertThat(result.code()).as(result.detail()).isEqualTo(MsgReturn.SEND_INVALID_MEMORY);
        assertThat(result.detail()).isNotBlank();

        assertThat(client.type(moved)).isEqualTo(RightType.SEND);
        assertThat(memory.isValid()).isTrue();
        assertThat(rest(server, port)).isEqualTo(before);
        Message without = Message.to(to, ID + 1, PortItem.moveSend(moved), OutOfLine.move(memory));
        assertThat(client.send(without, MsgOptions.NONE)).isEqualTo(SendResult.SUCCESS);
        assertData(next(server, port).items().get(1));
        assertThat(client.type(moved)).isEqualTo(RightType.NONE);
    }

    private static void assertData(Item received) {
        assertThat(((Memory) ((OutOfLine) received).region()).buffer()).isEqualTo(ByteBuffer.wrap(DATA));
    }

    @Test
    void theKindsOfMemoryThatAreTriedHereAreNotUnreadableInThemselves() throws Exception {
        rest(server, port);
        try (FileChannel file = file()) {
            MappedByteBuffer mapped = file.map(MapMode.READ_ONLY, 0, LENGTH);
            Message message =
                    Message.to(to, ID, copy(Region.of(file, 0, LENGTH)), OutOfLine.copy(mapped), copy(memory));
            assertThat(client.send(message.with(Inline.bytes(mapped)), MsgOptions.NONE))
                    .isEqualTo(SendResult.SUCCESS);
            List<Item> items = next(server, port).items();
            items.subList(0, 3).forEach(UnreadableMemoryContract::assertData);
            assertThat(((Inline) items.get(3)).data()).isEqualTo(ByteBuffer.wrap(DATA));
            assertThat(file.isOpen()).isTrue();
            assertThat(memory.isValid()).isTrue();
        }
    }

    @Test
    @Scenario("M25")
    void aFileThatWasCutIsNotSent() throws Exception {
        try (FileChannel file = file()) {
            Region region = Region.of(file, 0, LENGTH);
            file.truncate(LENGTH - 1);
            assertUnreadable(copy(region));
        }
    }

    @Test
    @Scenario("M25")
    void aRegionBeyondTheEndOfItsFileIsNotSent() throws Exception {
        try (FileChannel file = file()) {
            assertUnreadable(copy(Region.of(file, Long.MAX_VALUE - 1, LENGTH)));
        }
    }

    @Test
    @Scenario("M25")
    void aFileThatWasClosedIsNotSent() throws Exception {
        FileChannel file = file();
        file.close();
        assertUnreadable(copy(Region.of(file, 0, LENGTH)));
    }

    @Test
    @Scenario("M25")
    void aFileThatMayOnlyBeWrittenIsNotSent() throws Exception {
        Path path = Files.write(directory.resolve("written"), DATA);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            assertUnreadable(copy(Region.of(file, 0, LENGTH)));
        }
    }

    @Test
    @Scenario("M25")
    void releasedMemoryIsNotSent() throws Exception {
        Memory released = client.allocateMemory(LENGTH);
        released.close();
        assertUnreadable(copy(released));
    }

    @Test
    @Scenario("M25")
    void memoryThatWasMovedAwayIsNotSentAgain() throws Exception {
        Memory gone = client.allocateMemory(LENGTH);
        SendRight elsewhere = give(server, server.allocate(), client);
        assertThat(client.send(Message.to(elsewhere, ID, OutOfLine.move(gone)), MsgOptions.NONE))
                .isEqualTo(SendResult.SUCCESS);
        assertUnreadable(copy(gone));
    }

    /** As it is when another thread releases it at the wrong moment. */
    @Test
    @Scenario("M25")
    void memoryThatIsReleasedWhileItIsSentDoesNotMakeTheSendThrow() throws Exception {
        assertUnreadable(copy(new Memory() {
            @Override
            public ByteBuffer buffer() {
                throw new IllegalStateException("the memory was released");
            }

            @Override
            public boolean isValid() {
                return true;
            }

            @Override
            public long length() {
                return LENGTH;
            }

            @Override
            public void close() {
                // released already
            }
        }));
    }

    @Test
    @Scenario("M25")
    void memoryIsNotMovedTwiceByOneMessage() throws Exception {
        assertUnreadable(OutOfLine.move(memory));
    }

    @Test
    @Scenario("M25")
    void aRegionThatIsShorterThanTheItemSaysIsNotSent() throws Exception {
        ByteBuffer all = ByteBuffer.wrap(DATA, 0, LENGTH - 1);
        assertUnreadable(copy(Region.of(all)));
        before = fill(client, to);
        moved = give(server, server.allocate(), client);
        memory = client.allocateMemory(LENGTH);
        memory.buffer().put(DATA);
        assertUnreadable(new OutOfLine(MsgType.BYTE, 8, LENGTH, client.allocateMemory(LENGTH - 1), Disposition.MOVE));
    }

    @Test
    @Scenario("M25")
    void aMappedFileThatWasCutIsNotSentOutOfLine() throws Exception {
        try (FileChannel file = file()) {
            MappedByteBuffer mapped = file.map(MapMode.READ_ONLY, 0, LENGTH);
            file.truncate(0);
            assertUnreadable(OutOfLine.copy(mapped));
        }
    }

    @Test
    @Scenario("M27")
    void aMappedFileThatWasCutIsNotSentInline() throws Exception {
        try (FileChannel file = file()) {
            MappedByteBuffer mapped = file.map(MapMode.READ_ONLY, 0, LENGTH);
            file.truncate(0);
            assertUnreadable(Inline.bytes(mapped));
        }
    }

    /** Inline data are the message itself, so they are looked at after its size and before its ports. */
    @Test
    @Scenario({"M27", "M30"})
    void unreadableInlineDataDoNotHideASizeAndAreNotHiddenByAPort() throws Exception {
        rest(server, port);
        try (FileChannel file = file()) {
            MappedByteBuffer mapped = file.map(MapMode.READ_ONLY, 0, LENGTH);
            file.truncate(0);
            Message wrong = Message.to(PortRight.NULL, ID, PortItem.receive(to)).replyTo(client.newSet());

            Message unreadable = wrong.with(Inline.bytes(mapped));
            assertThat(client.send(unreadable, MsgOptions.NONE).code()).isEqualTo(MsgReturn.SEND_INVALID_MEMORY);
            Message large = unreadable.with(Inline.bytes(DATA));
            assertThat(client.send(large, MsgOptions.NONE).code()).isEqualTo(MsgReturn.SEND_MSG_TOO_LARGE);
        }
    }

    /** The fault of a cut file is told by the machine, and by code that was compiled in another way than by code that was not. */
    @Test
    @Scenario({"M25", "M27"})
    void noCutFileIsOverlookedByCodeThatHasRunOften() throws Exception {
        rest(server, port);
        try (FileChannel file = file()) {
            MappedByteBuffer mapped = file.map(MapMode.READ_ONLY, 0, LENGTH);
            Message readable = Message.to(to, ID, Inline.bytes(mapped), OutOfLine.copy(mapped));
            for (int i = 0; i < 30_000; i++) {
                assertThat(client.send(readable, MsgOptions.NONE).isTaken()).isTrue();
                assertThat(server.receive(port, MsgOptions.POLL).isSuccess()).isTrue();
            }
            file.truncate(0);
            for (Item item : List.of(Inline.bytes(mapped), OutOfLine.copy(mapped))) {
                for (int i = 0; i < 100; i++) {
                    SendResult result = client.send(Message.to(to, ID, item), MsgOptions.NONE);
                    assertThat(result.code()).as("%s", i).isEqualTo(MsgReturn.SEND_INVALID_MEMORY);
                }
            }
            assertThat(rest(server, port)).isEmpty();
        }
    }

    @Test
    void whatFollowsNoElementsIsNotLookedAt() throws Exception {
        rest(server, port);
        FileChannel closed = file();
        closed.close();
        Memory released = client.allocateMemory(LENGTH);
        released.close();
        Message message = Message.to(
                to,
                ID,
                new OutOfLine(MsgType.BYTE, 8, 0, Region.of(closed, 0, LENGTH), Disposition.COPY),
                new OutOfLine(MsgType.BYTE, 8, 0, released, Disposition.COPY));
        assertThat(client.send(message, MsgOptions.NONE)).isEqualTo(SendResult.SUCCESS);
        for (Item item : next(server, port).items()) {
            assertThat(((OutOfLine) item).region().length()).isZero();
        }
    }

    @Test
    void anInterruptThatWaitsDoesNotCloseTheSendersFile() throws Exception {
        rest(server, port);
        try (FileChannel file = file()) {
            Message message = Message.to(to, ID, copy(Region.of(file, 0, LENGTH)));
            Attempt send = Attempt.of(() -> {
                Thread.currentThread().interrupt();
                assertThat(client.send(message, INTERRUPT)).isEqualTo(SendResult.SUCCESS);
                return Thread.currentThread().isInterrupted();
            });
            assertThat(send.result()).as("interrupt status").isEqualTo(true);
            assertThat(file.isOpen()).isTrue();
            assertData(next(server, port).items().get(0));
        }
    }

    @Test
    void theSenderMayOverwriteWhatItHasSent() {
        rest(server, port);
        byte[] data = DATA.clone();
        Memory own = client.allocateMemory(LENGTH);
        own.buffer().put(DATA);
        client.send(
                Message.to(to, ID, Inline.bytes(data), OutOfLine.copy(ByteBuffer.wrap(data)), copy(own)),
                MsgOptions.NONE);
        Arrays.fill(data, (byte) 0);
        own.buffer().put(data);
        List<Item> received = next(server, port).items();
        assertThat(((Inline) received.get(0)).data()).isEqualTo(ByteBuffer.wrap(DATA));
        received.subList(1, 3).forEach(UnreadableMemoryContract::assertData);
    }
}
