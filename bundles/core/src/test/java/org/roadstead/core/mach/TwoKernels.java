package org.roadstead.core.mach;

import java.util.concurrent.locks.LockSupport;
import org.roadstead.core.node.Links;
import org.roadstead.core.port.LinkedKernels;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.SendRight;
import org.roadstead.testkit.Attempt;

/** Spaces in two kernels in turn, which meet over Unix sockets. */
final class TwoKernels implements MachSpaces {
    private final LinkedKernels kernels;

    TwoKernels() {
        this(MachLimits.DEFAULT);
    }

    TwoKernels(MachLimits limits) {
        kernels = new LinkedKernels(2, limits);
    }

    @Override
    public PortSpace space(String owner) {
        return kernels.space(owner);
    }

    @Override
    public SendRight give(PortSpace from, PortRight right, PortSpace to) {
        return kernels.give(from, right, to);
    }

    /** A call sends its frame before it waits, and the home has read it when it has answered what was asked after it. */
    @Override
    public boolean isWaiting(Attempt call) {
        if (!waits(call.thread())) {
            return false;
        }
        settle();
        return waits(call.thread());
    }

    private static boolean waits(Thread thread) {
        return LockSupport.getBlocker(thread) instanceof WaitPoint || Links.isWaiting(thread);
    }

    @Override
    public void settle() {
        kernels.settle();
    }

    @Override
    public void close() {
        kernels.close();
    }
}
