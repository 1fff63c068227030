package org.roadstead.core.mach;

import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.SendRight;
import org.roadstead.testkit.Attempt;

/** All spaces in one kernel, behind the calls of Mach 2.5. */
final class OneKernelByNumbers implements MachSpaces {
    private final OneKernel kernel;

    OneKernelByNumbers() {
        this(MachLimits.DEFAULT);
    }

    OneKernelByNumbers(MachLimits limits) {
        kernel = new OneKernel(limits);
    }

    @Override
    public PortSpace space(String owner) {
        return new NumberedSpace(kernel.space(owner));
    }

    @Override
    public SendRight give(PortSpace from, PortRight right, PortSpace to) {
        return ((NumberedSpace) from).give(right, (NumberedSpace) to);
    }

    @Override
    public boolean isWaiting(Attempt call) {
        return kernel.isWaiting(call);
    }

    @Override
    public void settle() {
        kernel.settle();
    }

    @Override
    public void close() {
        kernel.close();
    }
}
