package org.roadstead.core.mach;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.SendRight;
import org.roadstead.testkit.Attempt;

/** All spaces in one kernel, with nothing between them. */
final class OneKernel implements MachSpaces {
    private final MachLimits limits;
    private final List<PortSpace> spaces = new CopyOnWriteArrayList<>();

    OneKernel() {
        this(MachLimits.DEFAULT);
    }

    OneKernel(MachLimits limits) {
        this.limits = limits;
    }

    @Override
    public PortSpace space(String owner) {
        PortSpace space = new MachSpace(new Origin("me", "here", owner, spaces.size() + 1), limits);
        spaces.add(space);
        return space;
    }

    @Override
    public SendRight give(PortSpace from, PortRight right, PortSpace to) {
        return from.insertSend(to, right);
    }

    /** A call submits before it parks, so when it is parked at its wait point the port knows of it. */
    @Override
    public boolean isWaiting(Attempt call) {
        Thread thread = call.thread();
        Thread.State state = thread.getState();
        return (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING)
                && LockSupport.getBlocker(thread) instanceof WaitPoint;
    }

    @Override
    public void settle() {
        // whoever causes something tells of it before its call returns
    }

    @Override
    public void close() {
        spaces.forEach(PortSpace::close);
    }
}
