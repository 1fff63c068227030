package org.roadstead.core.mach;

import java.nio.ByteBuffer;
import java.util.List;
import org.roadstead.mach.PortItem;

/** An item of a message in the kernel's hands. */
sealed interface Part {
    /** Returns how many bytes of data it holds. */
    long bytes();

    /** Tells whether they are beside the message. */
    default boolean isOutOfLine() {
        return this instanceof Data data ? data.outOfLine() : ((Rights) this).outOfLine();
    }

    /** Another node has it. */
    default void handedOver() {
        // only rights are in one place
    }

    /** It was never received. */
    void destroy(Failure why, Reaper reaper);

    /**
     * Data, in memory of the kernel's own.
     *
     * @param type the item's type name
     * @param bits bits of an element
     * @param number number of elements
     * @param data the bytes, from 0 to limit; not written any more before somebody receives them
     * @param outOfLine whether they are beside the message
     */
    record Data(int type, int bits, int number, ByteBuffer data, boolean outOfLine) implements Part {
        @Override
        public long bytes() {
            return data.limit();
        }

        /** Returns a view from a position on. */
        ByteBuffer bytes(int from) {
            return data.duplicate().position(from);
        }

        @Override
        public void destroy(Failure why, Reaper reaper) {
            // the garbage collector has it
        }
    }

    /**
     * Rights.
     *
     * @param right which right of each port was sent
     * @param rights the rights
     * @param outOfLine whether the array was beside the message
     */
    record Rights(PortItem.Right right, List<Transit> rights, boolean outOfLine) implements Part {
        @Override
        public long bytes() {
            return 4L * rights.size();
        }

        @Override
        public void handedOver() {
            rights.forEach(Transit::handedOver);
        }

        @Override
        public void destroy(Failure why, Reaper reaper) {
            rights.forEach(transit -> transit.destroy(why, reaper));
        }
    }
}
