package org.roadstead.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.roadstead.core.mach.Deadline;
import org.roadstead.core.mach.Failure;

/** Forbids a frame that differs from the examples of PROTOCOL.md, from which other implementations are written. */
class GoldenFramesTest {
    private static final Pattern LINE = Pattern.compile("^\\| ([A-Z_]+(?: \\([a-z ,]+\\))?) \\| `([0-9a-f ]+)` \\|$");
    private static final String TEXT = "gr\u00fc\u00dfe";

    private final Map<String, String> made = new LinkedHashMap<>();

    private void frame(String name, ByteBuffer... parts) {
        StringBuilder hex = new StringBuilder();
        for (ByteBuffer part : parts) {
            byte[] bytes = new byte[part.remaining()];
            part.duplicate().get(bytes);
            hex.append(HexFormat.of().formatHex(bytes));
        }
        made.put(name, hex.toString());
    }

    @Test
    void noFrameDiffersFromItsExampleOnThePage() throws IOException {
        NodeInfo node = new NodeInfo(new NodeId(1, 2), TEXT, 4711, Instant.ofEpochMilli(1000), 1 << 20, 0);
        NodeInfo withRights = new NodeInfo(node.id(), TEXT, 4711, node.since(), 1 << 20, Frames.RIGHTS);
        Failure full = new Failure(Failure.Kind.FULL, TEXT);
        ByteBuffer data = ByteBuffer.wrap(new byte[] {(byte) 0xca, (byte) 0xfe});
        frame("HELLO", node.greeting(Frames.HELLO, 5, 0));
        frame("WELCOME", node.greeting(Frames.WELCOME, 6, 5));
        frame("READY", Frames.begin(Frames.READY, 0, 8).putLong(-3).flip());
        frame("REFUSE", Frames.end(Frames.REFUSE, Frames.BUSY, TEXT));
        frame("GOODBYE", Frames.end(Frames.GOODBYE, Frames.STOPPING, TEXT));
        frame("PING", Frames.call(Frames.PING, 7));
        frame("PONG", Frames.call(Frames.PONG, 7));
        frame("SPACE", Frames.space(8, TEXT));
        frame("SPACE_GONE", Frames.spaceGone(8));
        frame("RESOLVE", Frames.resolve(9, 8, TEXT));
        frame("RESOLVED", Frames.resolved(9, 10, 64, 1000, TEXT, null));
        frame("UNRESOLVED", Frames.call(Frames.UNRESOLVED, 9));
        frame("SUBMIT (reply wanted)", Frames.submit(Frames.WANTS_REPLY, 11, 8, 10, -1, 12), data);
        frame("SUBMIT (no wait, no deadline)", Frames.submit(Frames.TRY, 11, 8, 10, 1, Deadline.NEVER), data);
        frame("CANCEL", Frames.call(Frames.CANCEL, 11));
        frame("PARKED", Frames.call(Frames.PARKED, 11));
        frame("ACCEPTED", Frames.call(Frames.ACCEPTED, 11));
        frame("REFUSED", Frames.failure(Frames.REFUSED, 11, full));
        frame("REPLY", Frames.reply(11), data);
        frame("FAILED", Frames.failure(Frames.FAILED, 11, full));
        frame("DEAD", Frames.dead(10, full));
        frame("RELEASE", Frames.release(10, 2));

        frame("HELLO (with rights)", withRights.greeting(Frames.HELLO, 5, 0));
        frame("RESOLVED (with rights)", Frames.resolved(9, 10, 64, 1000, TEXT, new PortUid(3, 4)));
        frame("SEND (hold if full)", Frames.send(Frames.HOLDS, 11, 8, 10, 12));
        frame("HOLD", Frames.call(Frames.HOLD, 11));
        frame("HELD", Frames.call(Frames.HELD, 11));
        frame("ACCEPTED (it had been held)", Frames.accepted(11, true));
        frame("ONCE", Frames.once(8, 13));
        frame("ONCE_GONE", Frames.onceGone(13, full));

        assertThat(made).isEqualTo(page());
    }

    /** Returns the examples of the page by name; a failure prints what the table should be. */
    private Map<String, String> page() throws IOException {
        Map<String, String> lines = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of("PROTOCOL.md"))) {
            Matcher found = LINE.matcher(line);
            if (found.matches()) {
                lines.put(found.group(1), found.group(2).replace(" ", ""));
            }
        }
        if (!lines.equals(made)) {
            made.forEach((name, hex) -> System.out.println("| " + name + " | `" + spaced(hex) + "` |"));
        }
        return lines;
    }

    private static String spaced(String hex) {
        List<String> words = new ArrayList<>();
        for (int at = 0; at < hex.length(); at += 8) {
            words.add(hex.substring(at, Math.min(hex.length(), at + 8)));
        }
        return String.join(" ", words);
    }
}
