package org.roadstead.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.NameInUseException;
import org.roadstead.port.PortName;
import org.roadstead.testkit.Attempt;

/** Declared names with owner and client in two kernels. */
class DeclarationsBetweenTwoKernelsTest extends DeclarationsContract {
    @Override
    Arrangement arrange() throws IOException {
        return new Arrangement.TwoKernels();
    }

    /** Not even a thread that finds the name taken by another of its own owner, which is about to learn whose it is. */
    @Test
    void nobodyServesANameThatAnotherNodeHas() throws Exception {
        try (Arrangement.TwoKernels two = new Arrangement.TwoKernels()) {
            PortName name = PortName.of("test.taken");
            two.client().createLocal(name, IncomingMessage::data);
            for (int round = 0; round < 50; round++) {
                CountDownLatch go = new CountDownLatch(2);
                Attempt first = Attempt.of(() -> {
                    go.countDown();
                    go.await();
                    return two.owner().declare(name, IncomingMessage::data);
                });
                go.countDown();
                go.await();
                assertThatThrownBy(() -> two.owner().declare(name, IncomingMessage::data))
                        .isInstanceOf(NameInUseException.class);
                first.failure(NameInUseException.class);
            }
            assertThat(two.ownersKernel().services()).isEmpty();
            assertThat(two.ownersKernel().snapshot().ports()).isEmpty();
        }
    }
}
