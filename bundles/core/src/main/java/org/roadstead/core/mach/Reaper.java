package org.roadstead.core.mach;

import java.util.ArrayDeque;

/**
 * What dies with what has died: the messages in the queue of a dead port, the ports whose receive rights they carry, and so
 * on. It is worked off as a list, so that ports nested in messages to any depth need no stack. Used by one thread, under no lock.
 */
final class Reaper {
    private final ArrayDeque<Runnable> left = new ArrayDeque<>();

    /** Lets something die after all that is to die before it. */
    void later(Runnable death) {
        left.add(death);
    }

    /** Works the list off. */
    void run() {
        for (Runnable death = left.poll(); death != null; death = left.poll()) {
            death.run();
        }
    }
}
