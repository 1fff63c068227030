package org.roadstead.core.mach;

import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.Memory;
import org.roadstead.mach.Message;
import org.roadstead.mach.OutOfLine;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/** Unread messages and rings in one kernel. */
@ShownIn(Place.VM)
class MachDestroyTest extends MachDestroyContract {
    @Override
    MachSpaces spaces() {
        return new OneKernel();
    }

    @Test
    @Scenario("M81")
    void noMemoryOfAnUnreadMessageIsHeldByAnything() {
        PortSpace a = space("a");
        ReceiveRight port = a.allocate();
        WeakReference<byte[]> bytes = moved(a, port);
        a.deallocate(port);
        await().atMost(PATIENCE).until(() -> {
            System.gc();
            return bytes.get() == null;
        });
    }

    /** Sends memory away and keeps nothing of it. */
    private static WeakReference<byte[]> moved(PortSpace by, PortRight to) {
        Memory memory = by.allocateMemory(1 << 20);
        WeakReference<byte[]> bytes = new WeakReference<>(memory.buffer().array());
        poll(by, Message.to(to, 1, OutOfLine.move(memory)));
        return bytes;
    }
}
