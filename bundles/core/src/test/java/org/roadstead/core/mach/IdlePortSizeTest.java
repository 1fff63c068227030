package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

/** What an idle port takes: nothing is made before it is used (D28). */
class IdlePortSizeTest {
    private static final int PORTS = 10_000;

    static {
        System.setProperty("jol.magicFieldOffset", "true"); // of records JOL cannot ask the VM
    }

    @Test
    void anIdlePortWithItsReceiveRightAndItsNameTakesNoMoreThan200Bytes() {
        MachSpace space = new MachSpace(new Origin("me", "here", "test", 1), MachLimits.DEFAULT);
        space.allocate();
        long before = GraphLayout.parseInstance(space).totalSize();

        for (int i = 0; i < PORTS; i++) {
            space.allocate();
        }
        GraphLayout after = GraphLayout.parseInstance(space);

        double each = (double) (after.totalSize() - before) / PORTS;
        assertThat(each).as("bytes for each port, of%n%s", after.toFootprint()).isLessThanOrEqualTo(200);
    }
}
