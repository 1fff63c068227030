package org.roadstead.core.node;

import org.roadstead.core.mach.Sender;
import org.roadstead.core.mach.Submission;

/** A space behind a link, at one port of this kernel. Everything here is called under the lock of the port. */
final class FarSender implements Sender {
    private Submission held;

    @Override
    public boolean hold(Submission message) {
        if (held != null && held != message) {
            return false;
        }
        held = message;
        return true;
    }

    @Override
    public void letGo(Submission message) {
        if (held == message) {
            held = null;
        }
    }

    @Override
    public void forgetHeld() {
        held = null;
    }
}
