package org.roadstead.demo.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.Responder;
import org.roadstead.port.Sender;

class SlowRepliesTest {
    private final List<ByteBuffer> replies = new CopyOnWriteArrayList<>();

    @Test
    void theReplyComesLaterAndTheHandlerDoesNotWait() {
        try (SlowReplies slow = new SlowReplies(Duration.ofMillis(300))) {
            long start = System.nanoTime();
            assertThat(slow.handle(new Message(true))).isNull();
            assertThat(replies).isEmpty();
            await().until(() -> replies.size() == 1);
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(300_000_000L);
            assertThat(replies.get(0)).isEqualTo(new Message(true).data());
        }
    }

    @Test
    void aOneWayMessageHasNoReply() {
        try (SlowReplies slow = new SlowReplies(Duration.ZERO)) {
            assertThat(slow.handle(new Message(false))).isNull();
        }
        assertThat(replies).isEmpty();
    }

    @Test
    void afterTheEndNothingIsRepliedAndNoThreadIsLeft() {
        SlowReplies slow = new SlowReplies(Duration.ofSeconds(60));
        slow.handle(new Message(true));
        slow.close();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("demo-slow-timer")));
        assertThat(replies).isEmpty();
    }

    private final class Message implements IncomingMessage, Responder {
        private final boolean wantsReply;

        Message(boolean wantsReply) {
            this.wantsReply = wantsReply;
        }

        @Override
        public LocalMessagePort port() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Object> context() {
            return Optional.empty();
        }

        @Override
        public int id() {
            return 0;
        }

        @Override
        public ByteBuffer data() {
            return ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
        }

        @Override
        public boolean wantsReply() {
            return wantsReply;
        }

        @Override
        public Sender sender() {
            return new Sender("me", "0".repeat(32), "test");
        }

        @Override
        public Responder responder() {
            if (!wantsReply) {
                throw new IllegalStateException("nobody waits");
            }
            return this;
        }

        @Override
        public boolean reply(ByteBuffer data) {
            return replies.add(data);
        }

        @Override
        public boolean fail(String why) {
            return false;
        }

        @Override
        public void close() {
            // Nobody is told in this test.
        }
    }
}
