package org.roadstead.core.runloop;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.roadstead.runloop.RunLoopMode;

/**
 * The blocks that wait for a loop, first in first out in each mode. Any thread adds; the loop's thread takes, and holds those
 * of other modes back until such a mode runs.
 */
final class Blocks {
    private record Block(long number, RunLoopMode mode, Runnable body) {
        boolean runsIn(Mode other) {
            return mode.isCommon() ? other.isCommon() : mode.equals(other.key());
        }
    }

    private final ConcurrentLinkedQueue<Block> incoming = new ConcurrentLinkedQueue<>();
    private final AtomicLong added = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    /** Only touched by the loop's thread. */
    private final ArrayDeque<Block> held = new ArrayDeque<>();

    void add(RunLoopMode mode, Runnable body) {
        incoming.add(new Block(added.incrementAndGet(), mode, body));
    }

    /** Tells whether blocks have come since the loop looked. Any thread. */
    boolean haveCome() {
        return !incoming.isEmpty();
    }

    /** Returns how many blocks wait. Any thread. */
    int count() {
        return (int) (added.get() - taken.get());
    }

    /** Returns up to which block a block step goes that begins now, so that blocks that blocks add are left to the next. */
    long last() {
        return incoming.isEmpty() && held.isEmpty() ? 0 : added.get();
    }

    /** Takes the next block of a mode up to the given one; null if there is none. */
    Runnable next(Mode mode, long last) {
        for (Iterator<Block> blocks = held.iterator(); blocks.hasNext(); ) {
            Block block = blocks.next();
            if (block.runsIn(mode)) {
                blocks.remove();
                return taken(block);
            }
        }
        Block first;
        while ((first = incoming.peek()) != null && first.number <= last) {
            incoming.poll();
            if (first.runsIn(mode)) {
                return taken(first);
            }
            held.add(first);
        }
        return null; // what came later stays where the loop sees that it has come
    }

    private Runnable taken(Block block) {
        taken.lazySet(taken.get() + 1);
        return block.body;
    }

    /** Tells whether a block waits for a mode. By the loop's thread. */
    boolean hasFor(Mode mode) {
        if (held.isEmpty() && incoming.isEmpty()) {
            return false;
        }
        return held.stream().anyMatch(block -> block.runsIn(mode))
                || incoming.stream().anyMatch(block -> block.runsIn(mode));
    }

    /** Drops all blocks; when no thread of the loop is left. */
    void drop() {
        incoming.clear();
        held.clear();
        taken.set(added.get());
    }
}
