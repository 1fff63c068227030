package org.roadstead.command.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.MessageHandler;

/**
 * Answers each message with the output of a command that gets the message on its input. The command's processes are
 * killed when the handler is interrupted, and when it fails.
 */
final class ChildProcess implements MessageHandler {
    private static final int ERROR_HEAD = 2048;

    private final String command;

    ChildProcess(String command) {
        this.command = command;
    }

    /** The command did not do its work. The message has its exit status and the head of its error output. */
    static final class FailedException extends Exception {
        private static final long serialVersionUID = 1L;

        FailedException(String message) {
            super(message);
        }
    }

    @Override
    public ByteBuffer handle(IncomingMessage message) throws Exception {
        Process process = new ProcessBuilder("/bin/sh", "-c", command).start();
        try {
            return talk(process, message.data());
        } finally {
            if (process.isAlive()) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    /**
     * Feeds and reads the command on threads of their own: it may write before it has read all, or not read at all, and
     * this thread must hear an interrupt, which no read of a pipe does.
     */
    private ByteBuffer talk(Process process, ByteBuffer data) throws Exception {
        FutureTask<Boolean> input = start("in", () -> feed(process.getOutputStream(), data));
        FutureTask<byte[]> output = start("out", () -> process.getInputStream().readNBytes(Payload.MAX_BYTES + 1));
        FutureTask<String> errors = start("err", () -> head(process.getErrorStream()));
        byte[] reply = result(output);
        if (reply.length > Payload.MAX_BYTES) {
            throw new FailedException("the command wrote more than " + Payload.MAX_BYTES + " bytes, the largest reply");
        }
        int status = process.waitFor();
        if (status != 0) {
            throw new FailedException("the command ended with exit status " + status + ": " + result(errors));
        }
        result(input);
        return ByteBuffer.wrap(reply);
    }

    private static boolean feed(OutputStream to, ByteBuffer data) {
        try (to) {
            var channel = Channels.newChannel(to);
            while (data.hasRemaining()) {
                channel.write(data);
            }
        } catch (IOException e) {
            // The command closed its input before it had read all, as `head` does. Whether that is an error is for its
            // exit status to say.
            return false;
        }
        return true;
    }

    /** Reads all, so that the command never waits for us, and keeps the beginning. */
    private static String head(InputStream errors) throws IOException {
        byte[] head = errors.readNBytes(ERROR_HEAD);
        errors.transferTo(OutputStream.nullOutputStream());
        return new String(head, StandardCharsets.UTF_8).strip();
    }

    private <T> FutureTask<T> start(String stream, Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "port-exec-" + stream + " [" + command + "]");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static <T> T result(FutureTask<T> task) throws InterruptedException, IOException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IOException("lost the command's output: " + e.getCause().getMessage(), e.getCause());
        }
    }
}
