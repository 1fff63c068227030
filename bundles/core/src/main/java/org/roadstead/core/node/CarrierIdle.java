package org.roadstead.core.node;

import java.util.List;
import org.roadstead.core.runloop.Idle;

/** Lets idle run loops read whichever transport has nobody reading. */
final class CarrierIdle implements Idle {
    private final List<Carrier> carriers;

    CarrierIdle(List<Carrier> carriers) {
        this.carriers = carriers;
    }

    @Override
    public boolean tryEnter() {
        for (Carrier carrier : carriers) {
            if (carrier.role().tryEnter()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void waitHere(long nanos) {
        for (Carrier carrier : carriers) {
            if (carrier.role().isReader()) {
                carrier.role().waitHere(nanos);
                return;
            }
        }
    }

    @Override
    public boolean leave() {
        for (Carrier carrier : carriers) {
            if (carrier.role().isReader()) {
                return carrier.role().leave();
            }
        }
        return false; // the transport was detached meanwhile
    }

    @Override
    public void standIn() {
        carriers.forEach(carrier -> carrier.role().standIn());
    }

    @Override
    public void wakeup() {
        carriers.forEach(carrier -> carrier.role().wakeup());
    }

    @Override
    public void woken() {
        carriers.forEach(carrier -> carrier.role().woken());
    }

    @Override
    public boolean isReader() {
        for (Carrier carrier : carriers) {
            if (carrier.role().isReader()) {
                return true;
            }
        }
        return false;
    }
}
