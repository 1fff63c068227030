package org.roadstead.core.port;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.mach.Bootstrap;
import org.roadstead.mach.BootstrapReturn;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.Notification;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.port.PortRegistry;

/** Name spaces that are nested as deep as somebody likes end without a stack that is as deep, and nobody goes untold for them. */
@Timeout(60)
class NestedSubsetsTest {
    private static final int DEPTH = 20_000;

    private final Kernel kernel = new Kernel("names", Arrangement.LIMITS);
    private final PortRegistry owner = kernel.registry("owner");
    private final PortSpace other = kernel.registry("other").space();
    private final ReceiveRight requestor = owner.space().allocate();

    @AfterEach
    void close() {
        kernel.close();
    }

    private void endOfRequestorIsTold() {
        owner.space().insertSend(other, requestor);
        ReceiveRight notify = other.notifyPort();

        assertThat(owner.space().deallocate(requestor).isSuccess()).isTrue();

        assertThat(Notification.of(other.receive(notify, MsgOptions.POLL).message())
                        .orElseThrow()
                        .kind())
                .isEqualTo(Notification.Kind.PORT_DELETED);
    }

    @Test
    void subsetsWithinSubsetsOverflowNoStack() {
        Bootstrap innermost = owner.bootstrap();
        for (int i = 0; i < DEPTH; i++) {
            innermost = innermost.subset(requestor).subset();
        }

        endOfRequestorIsTold();

        assertThat(innermost.createService("late").code()).isEqualTo(BootstrapReturn.NOT_PRIVILEGED);
    }

    @Test
    void subsetsWhoseRequestorsAreDeclaredInOneAnotherOverflowNoStack() {
        Bootstrap last = owner.bootstrap();
        PortRight next = requestor;
        for (int i = 0; i < DEPTH; i++) {
            last = owner.bootstrap().subset(next).subset();
            next = last.createService("requestor").right();
        }

        endOfRequestorIsTold();

        assertThat(last.lookUp("requestor").code()).isEqualTo(BootstrapReturn.NOT_PRIVILEGED);
    }
}
