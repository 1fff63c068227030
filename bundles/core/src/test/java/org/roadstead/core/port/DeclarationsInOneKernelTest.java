package org.roadstead.core.port;

/** Declared names with owner and client in one kernel. */
class DeclarationsInOneKernelTest extends DeclarationsContract {
    @Override
    Arrangement arrange() {
        return new Arrangement.OneKernel();
    }
}
