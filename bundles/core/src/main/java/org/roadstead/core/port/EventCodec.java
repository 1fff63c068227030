package org.roadstead.core.port;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.roadstead.runtime.EventOptions;
import org.roadstead.runtime.PortEvent;

/** The question for events, and its answer, as bytes for the control port. */
final class EventCodec {
    /** The question: the number after which to begin, and what else is wanted. */
    record Question(long after, EventOptions options) {}

    private static final int MESSAGES = 1;
    private static final int PAYLOAD = 2;

    private EventCodec() {}

    static ByteBuffer question(long after, EventOptions options) {
        int flags = (options.messages() ? MESSAGES : 0) | (options.payload() ? PAYLOAD : 0);
        return ByteBuffer.allocate(Long.BYTES + 1)
                .putLong(after)
                .put((byte) flags)
                .flip();
    }

    /** Reads a question; null if it is none. */
    static Question question(ByteBuffer bytes) {
        if (bytes == null || bytes.remaining() != Long.BYTES + 1) {
            return null;
        }
        ByteBuffer in = bytes.duplicate();
        long after = in.getLong();
        int flags = in.get();
        return new Question(after, new EventOptions((flags & MESSAGES) != 0, (flags & PAYLOAD) != 0));
    }

    static byte[] encode(EventLog.Page page) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(page.last());
            out.writeLong(page.missed());
            out.writeInt(page.events().size());
            for (PortEvent event : page.events()) {
                write(out, event);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array does not fail
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, PortEvent event) throws IOException {
        out.writeLong(event.number());
        out.writeLong(event.at().toEpochMilli());
        SnapshotCodec.text(out, event.kind().name());
        SnapshotCodec.text(out, event.node());
        SnapshotCodec.text(out, event.port());
        SnapshotCodec.text(out, event.owner());
        SnapshotCodec.text(out, event.detail());
        out.writeInt(event.id());
        out.writeInt(event.bytes());
        byte[] payload = new byte[event.payload().remaining()];
        event.payload().get(payload);
        out.writeInt(payload.length);
        out.write(payload);
    }

    /** Reads an answer. What kinds a newer release adds are left out. */
    static EventLog.Page decode(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        long last = in.readLong();
        long missed = in.readLong();
        List<PortEvent> events = new ArrayList<>();
        for (int left = SnapshotCodec.length(in, Long.BYTES); left > 0; left--) {
            PortEvent event = read(in);
            if (event != null) {
                events.add(event);
            }
        }
        return new EventLog.Page(events, last, missed);
    }

    private static PortEvent read(DataInputStream in) throws IOException {
        long number = in.readLong();
        Instant at = Instant.ofEpochMilli(in.readLong());
        String name = SnapshotCodec.text(in);
        PortEvent.Kind kind = List.of(PortEvent.Kind.values()).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(null);
        String node = SnapshotCodec.text(in);
        String port = SnapshotCodec.text(in);
        String owner = SnapshotCodec.text(in);
        String detail = SnapshotCodec.text(in);
        int id = in.readInt();
        int size = in.readInt();
        byte[] payload = SnapshotCodec.bytes(in, SnapshotCodec.length(in, 1));
        return kind == null
                ? null
                : new PortEvent(number, at, kind, node, port, owner, detail, id, size, ByteBuffer.wrap(payload));
    }
}
