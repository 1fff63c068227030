package org.roadstead.core.port;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.roadstead.runtime.LimitsSnapshot;
import org.roadstead.runtime.LinkSnapshot;
import org.roadstead.runtime.NodeSnapshot;
import org.roadstead.runtime.PortSnapshot;
import org.roadstead.runtime.SpaceSnapshot;

/** Snapshots as bytes, for the control port: a version, then the fields of the records in their order. */
final class SnapshotCodec {
    private static final int VERSION = 1;

    private interface Writer<T> {
        void write(DataOutputStream out, T value) throws IOException;
    }

    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    private SnapshotCodec() {}

    static byte[] encode(NodeSnapshot node) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeShort(VERSION);
            text(out, node.id());
            text(out, node.label());
            out.writeLong(node.pid());
            text(out, node.java());
            out.writeLong(node.since().toEpochMilli());
            list(out, node.ports(), SnapshotCodec::port);
            list(out, node.spaces(), SnapshotCodec::space);
            list(out, node.links(), SnapshotCodec::link);
            out.writeLong(node.lateReplies());
            out.writeLong(node.undecided());
            out.writeInt(node.limits().messageBytes());
            out.writeLong(node.limits().graceMillis());
            out.writeInt(node.limits().backlog());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array does not fail
        }
        return bytes.toByteArray();
    }

    static NodeSnapshot decode(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        int version = in.readShort();
        if (version != VERSION) {
            throw new IOException("a snapshot of version " + version + "; this release reads " + VERSION);
        }
        return new NodeSnapshot(
                text(in),
                text(in),
                in.readLong(),
                text(in),
                Instant.ofEpochMilli(in.readLong()),
                list(in, SnapshotCodec::port),
                list(in, SnapshotCodec::space),
                list(in, SnapshotCodec::link),
                in.readLong(),
                in.readLong(),
                new LimitsSnapshot(in.readInt(), in.readLong(), in.readInt()));
    }

    private static void port(DataOutputStream out, PortSnapshot port) throws IOException {
        text(out, port.name());
        text(out, port.owner());
        list(out, port.transports(), SnapshotCodec::text);
        out.writeBoolean(port.published());
        text(out, port.dispatch());
        out.writeInt(port.depth());
        out.writeInt(port.limit());
        out.writeLong(port.bytes());
        out.writeInt(port.blocked());
        out.writeLong(port.handled());
        text(out, port.state());
        out.writeLong(port.since().toEpochMilli());
        text(out, port.note());
    }

    private static PortSnapshot port(DataInputStream in) throws IOException {
        return new PortSnapshot(
                text(in),
                text(in),
                list(in, SnapshotCodec::text),
                in.readBoolean(),
                text(in),
                in.readInt(),
                in.readInt(),
                in.readLong(),
                in.readInt(),
                in.readLong(),
                text(in),
                Instant.ofEpochMilli(in.readLong()),
                text(in));
    }

    private static void space(DataOutputStream out, SpaceSnapshot space) throws IOException {
        text(out, space.owner());
        text(out, space.loop());
        out.writeBoolean(space.running());
        out.writeInt(space.queued());
        out.writeLong(space.callbackMillis());
        list(out, space.callbackStack(), SnapshotCodec::text);
        out.writeInt(space.localPorts());
        out.writeInt(space.remotePorts());
    }

    private static SpaceSnapshot space(DataInputStream in) throws IOException {
        return new SpaceSnapshot(
                text(in),
                text(in),
                in.readBoolean(),
                in.readInt(),
                in.readLong(),
                list(in, SnapshotCodec::text),
                in.readInt(),
                in.readInt());
    }

    private static void link(DataOutputStream out, LinkSnapshot link) throws IOException {
        text(out, link.transport());
        text(out, link.node());
        text(out, link.label());
        out.writeLong(link.pid());
        text(out, link.principal());
        out.writeLong(link.since().toEpochMilli());
        out.writeLong(link.pendingBytes());
        out.writeInt(link.inFlight());
    }

    private static LinkSnapshot link(DataInputStream in) throws IOException {
        return new LinkSnapshot(
                text(in),
                text(in),
                text(in),
                in.readLong(),
                text(in),
                Instant.ofEpochMilli(in.readLong()),
                in.readLong(),
                in.readInt());
    }

    static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String text(DataInputStream in) throws IOException {
        return new String(bytes(in, length(in, 1)), StandardCharsets.UTF_8);
    }

    static byte[] bytes(DataInputStream in, int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    private static <T> void list(DataOutputStream out, List<T> values, Writer<T> writer) throws IOException {
        out.writeInt(values.size());
        for (T value : values) {
            writer.write(out, value);
        }
    }

    private static <T> List<T> list(DataInputStream in, Reader<T> reader) throws IOException {
        int count = length(in, 4);
        List<T> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(reader.read(in));
        }
        return values;
    }

    /** Reads a length, checked against the bytes that are left before memory is taken. */
    static int length(DataInputStream in, int bytesEach) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available() / bytesEach) {
            throw new IOException(
                    "a snapshot with a length of " + length + " where " + in.available() + " bytes are left");
        }
        return length;
    }
}
