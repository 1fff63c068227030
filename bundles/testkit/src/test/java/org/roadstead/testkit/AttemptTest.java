package org.roadstead.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A test that is about the end of a call must not take one end for another. */
@Timeout(60)
class AttemptTest {
    @Test
    void aCallIsNotOverBeforeItsEnd() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Attempt attempt = Attempt.of(() -> {
            go.await();
            return "done";
        });
        assertThat(attempt.isOver()).isFalse();
        long released = System.nanoTime();
        go.countDown();
        assertThat(attempt.result()).isEqualTo("done");
        assertThat(attempt.isOver()).isTrue();
        assertThat(attempt.endedAfter(released)).isPositive().isLessThanOrEqualTo(attempt.took());
    }

    @Test
    void aFailureIsGivenAsItWasThrown() throws Exception {
        IOException thrown = new IOException("gone");
        Attempt attempt = Attempt.of(() -> {
            throw thrown;
        });
        assertThat(attempt.failure(IOException.class)).isSameAs(thrown);
        assertThat(attempt.took()).isGreaterThanOrEqualTo(Duration.ZERO);
    }

    @Test
    void aFailureIsNoResult() {
        IOException thrown = new IOException("gone");
        Attempt attempt = Attempt.of(() -> {
            throw thrown;
        });
        assertThatThrownBy(attempt::result).isInstanceOf(AssertionError.class).hasCause(thrown);
    }

    @Test
    void anotherFailureIsNotTheOneThatIsAskedFor() {
        IOException thrown = new IOException("gone");
        Attempt attempt = Attempt.of(() -> {
            throw thrown;
        });
        assertThatThrownBy(() -> attempt.failure(IllegalStateException.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("IllegalStateException")
                .hasCause(thrown);
    }

    @Test
    void aResultIsNoFailure() {
        Attempt attempt = Attempt.of(() -> "done");
        assertThatThrownBy(() -> attempt.failure(IOException.class))
                .isInstanceOf(AssertionError.class)
                .hasMessage("not IOException but done");
    }
}
