package org.roadstead.mach25;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
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
import org.roadstead.mach25.TestTask.Named;

/** Whatever message is written and read again is the same, and so are the bytes of any simple message. */
class RoundTripTest {
    private static final int MESSAGES = 20_000;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final TestTask task = new TestTask();

    @Test
    void noMessageIsChangedByTheWay() {
        for (int i = 0; i < MESSAGES; i++) {
            Message message = message();
            ByteBuffer bytes = task.codec.encode(message);
            WireCodec.Decoded decoded = task.codec.decode(bytes);
            String which = "message " + i + " of seed " + seed;
            if (message.size() > Mach25.MSG_SIZE_MAX) {
                assertThat(decoded.code()).as(which).isEqualTo(MsgReturn.SEND_MSG_TOO_LARGE);
                continue;
            }
            assertThat((long) bytes.remaining()).as(which).isEqualTo(message.size());
            assertThat(decoded.message()).as(which).isEqualTo(message);
            ByteBuffer again = task.codec.encode(decoded.message());
            if (decoded.message().items().stream().noneMatch(RoundTripTest::isOutOfLine)) { // a copy has a new address
                assertThat(again).as(which).isEqualTo(bytes);
            }
        }
    }

    @Test
    void noBodyOfASimpleMessageIsChangedByTheWay() {
        for (int i = 0; i < MESSAGES; i++) {
            ByteBuffer bytes = ByteBuffer.allocate(24 + 4 * random.nextInt(12));
            random.nextBytes(bytes.array());
            bytes.putInt(0, 1).putInt(4, bytes.limit());
            for (int at = 24; at < bytes.limit(); at += 4) {
                if (random.nextInt(3) > 0) { // often something like a descriptor
                    bytes.putInt(
                            at,
                            pick(9, 2, 6, 0) << 24 | pick(8, 32, 1) << 16 | random.nextInt(6) << 4 | pick(8, 12, 0));
                }
            }
            Message message = task.codec.decode(bytes).message();
            assertThat(message.isSimple()).isTrue();
            assertThat(task.codec.encode(message))
                    .as("message " + i + " of seed " + seed)
                    .isEqualTo(bytes);
            assertThat(message.size()).isEqualTo(bytes.limit());
        }
    }

    private int pick(int... of) {
        return of[random.nextInt(of.length)];
    }

    private Message message() {
        List<Item> items = new ArrayList<>();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            items.add(item());
        }
        return new Message(random.nextInt(), random.nextInt(), right(), right(), items);
    }

    private static boolean isOutOfLine(Item item) {
        return item instanceof OutOfLine || (item instanceof PortItem rights && rights.outOfLine());
    }

    private PortRight right() {
        return random.nextInt(4) == 0 ? PortRight.NULL : new Named(1 + random.nextInt(Integer.MAX_VALUE));
    }

    private Item item() {
        List<Supplier<Item>> kinds = List.of(this::inline, this::outOfLine, this::rights);
        return kinds.get(random.nextInt(kinds.size())).get();
    }

    /** Any type but those of rights, and the one that the kernel keeps for itself. */
    private int type() {
        int type = pick(random.nextInt(32), random.nextInt(0x10000));
        boolean taken = (type >= 3 && type <= 6) || type == Mach25.MSG_TYPE_SEND_ONCE || type == MsgType.RAW;
        return taken ? MsgType.BYTE : type;
    }

    private ByteBuffer data(long length) {
        byte[] data = new byte[(int) length];
        random.nextBytes(data);
        return ByteBuffer.wrap(data);
    }

    private Item inline() {
        int bits = pick(0, 1, 7, 8, 16, 32, 255, 256, random.nextInt(0x400));
        int number = pick(0, 1, random.nextInt(8), random.nextInt(5000));
        if ((long) bits * number > 60_000) {
            number = 1;
        }
        return new Inline(type(), bits, number, data(((long) bits * number + 7) / 8));
    }

    private Item outOfLine() {
        int number = 1 + pick(random.nextInt(8), random.nextInt(5000));
        ByteBuffer data = data(number);
        if (random.nextBoolean()) {
            Memory memory = TestTask.allocate(number);
            memory.buffer().put(data);
            return new OutOfLine(type(), 8, number, memory, Disposition.MOVE);
        }
        return new OutOfLine(type(), 8, number, org.roadstead.mach.Region.of(data), Disposition.COPY);
    }

    @SuppressWarnings("EnumOrdinal") // any of them
    private Item rights() {
        PortItem.Right right = PortItem.Right.values()[random.nextInt(3)];
        Disposition disposition = Disposition.values()[random.nextInt(2)];
        List<PortRight> rights =
                IntStream.range(0, random.nextInt(5)).mapToObj(i -> right()).toList();
        return new PortItem(right, rights, disposition, random.nextBoolean());
    }
}
