package org.roadstead.command.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;

/**
 * Where a verb reads and writes: standard input, standard output as bytes, and standard error as lines.
 *
 * @param in standard input; a face that has none gives one that refuses
 * @param out standard output: results only
 * @param err standard error: everything else
 * @param outIsTerminal whether people see {@code out} and {@code err} side by side
 */
public record Streams(InputStream in, OutputStream out, PrintStream err, boolean outIsTerminal) {

    void print(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    void print(ByteBuffer bytes) throws IOException {
        var channel = Channels.newChannel(out);
        ByteBuffer rest = bytes.duplicate();
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
        out.flush();
    }
}
