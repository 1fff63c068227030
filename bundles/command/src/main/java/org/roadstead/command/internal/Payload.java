package org.roadstead.command.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.roadstead.port.Cause;
import org.roadstead.port.TransportException;

/** The bytes of a message, from an operand, a file or standard input. */
final class Payload {
    /** The largest message of a kernel that nobody configured: more need not be read to be refused. */
    static final int MAX_BYTES = 16 << 20;

    private Payload() {}

    /**
     * Reads the bytes.
     *
     * @throws UsageException if there is not exactly one source, or the file cannot be read
     * @throws TransportException if there are more than {@link #MAX_BYTES}
     */
    static ByteBuffer of(Arguments arguments, InputStream in) throws IOException {
        Optional<String> text = arguments.operand(1);
        Optional<String> file = arguments.value(Syntax.FILE);
        if (text.isPresent() == file.isPresent()) {
            throw new UsageException("say what to send: either TEXT, or - for standard input, or --file FILE");
        }
        if (file.isPresent()) {
            return ofFile(Path.of(file.get()));
        }
        if (text.get().equals("-")) {
            return read(in, "standard input");
        }
        return ByteBuffer.wrap(text.get().getBytes(StandardCharsets.UTF_8));
    }

    private static ByteBuffer ofFile(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString());
        } catch (IOException e) {
            throw new UsageException("cannot read the file " + file + ": "
                    + (e instanceof java.nio.file.NoSuchFileException ? "it does not exist" : e.getMessage()));
        }
    }

    private static ByteBuffer read(InputStream in, String source) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new TransportException(
                    Cause.TOO_LARGE,
                    source + " has more than " + MAX_BYTES + " bytes, the largest message; nothing was sent."
                            + " Send it in parts, or send the name of a file");
        }
        return ByteBuffer.wrap(bytes);
    }
}
