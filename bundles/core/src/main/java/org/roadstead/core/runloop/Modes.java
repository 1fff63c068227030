package org.roadstead.core.runloop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.roadstead.runloop.RunLoopMode;

/**
 * The modes of a loop and what is in them. One lock, a leaf, guards every change, so that what is added to the common modes is
 * in all of them; nothing is called back under it. The methods tell which modes have changed, and the caller tells the items.
 */
final class Modes {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<RunLoopMode, Mode> all = new LinkedHashMap<>();
    private final Set<ModeItem> commonItems = new LinkedHashSet<>();
    private final String owner;
    private final Mode standard = new Mode(RunLoopMode.DEFAULT);
    private boolean ended;

    Modes(String owner) {
        this.owner = owner;
        standard.makeCommon();
        all.put(RunLoopMode.DEFAULT, standard);
    }

    /** What an item was put into, or taken out of. */
    record Change(boolean happened, List<Mode> modes) {
        static final Change NONE = new Change(false, List.of());
    }

    /** What a new common mode has got. */
    record Joined(ModeItem item, Mode mode) {}

    /** The default mode. */
    Mode standard() {
        return standard;
    }

    /** Returns a mode, made if need be. */
    Mode mode(RunLoopMode key) {
        lock.lock();
        try {
            return all.computeIfAbsent(key, Mode::new);
        } finally {
            lock.unlock();
        }
    }

    /** Returns a mode, or null if there is none yet. */
    Mode known(RunLoopMode key) {
        lock.lock();
        try {
            return all.get(key);
        } finally {
            lock.unlock();
        }
    }

    Set<RunLoopMode> keys() {
        lock.lock();
        try {
            return new LinkedHashSet<>(all.keySet());
        } finally {
            lock.unlock();
        }
    }

    Change add(ModeItem item, RunLoopMode key) {
        lock.lock();
        try {
            checkNotEnded();
            if (!key.isCommon()) {
                Mode mode = all.computeIfAbsent(key, Mode::new);
                return item.enter(mode) ? new Change(true, List.of(mode)) : Change.NONE;
            }
            if (!commonItems.add(item)) {
                return Change.NONE;
            }
            List<Mode> entered = new ArrayList<>();
            for (Mode mode : all.values()) {
                if (mode.isCommon() && item.enter(mode)) {
                    entered.add(mode);
                }
            }
            return new Change(true, entered);
        } finally {
            lock.unlock();
        }
    }

    Change remove(ModeItem item, RunLoopMode key) {
        lock.lock();
        try {
            if (!key.isCommon()) {
                Mode mode = all.get(key);
                return mode != null && item.leave(mode) ? new Change(true, List.of(mode)) : Change.NONE;
            }
            if (!commonItems.remove(item)) {
                return Change.NONE;
            }
            return new Change(true, leaveAll(item, true));
        } finally {
            lock.unlock();
        }
    }

    /** Takes an item out of everything. */
    List<Mode> removeEverywhere(ModeItem item) {
        lock.lock();
        try {
            commonItems.remove(item);
            return leaveAll(item, false);
        } finally {
            lock.unlock();
        }
    }

    private List<Mode> leaveAll(ModeItem item, boolean commonOnly) {
        List<Mode> left = new ArrayList<>();
        for (Mode mode : all.values()) {
            if ((mode.isCommon() || !commonOnly) && item.leave(mode)) {
                left.add(mode);
            }
        }
        return left;
    }

    boolean contains(ModeItem item, RunLoopMode key) {
        lock.lock();
        try {
            if (key.isCommon()) {
                return commonItems.contains(item);
            }
            Mode mode = all.get(key);
            return mode != null && item.isIn(mode);
        } finally {
            lock.unlock();
        }
    }

    /** Tells whether an item is in no mode. */
    boolean isNowhere(ModeItem item) {
        lock.lock();
        try {
            return !commonItems.contains(item) && all.values().stream().noneMatch(item::isIn);
        } finally {
            lock.unlock();
        }
    }

    List<Joined> addCommon(RunLoopMode key) {
        if (key.isCommon()) {
            throw new IllegalArgumentException(key + " stands for the common modes and cannot be one of them");
        }
        lock.lock();
        try {
            Mode mode = all.computeIfAbsent(key, Mode::new);
            if (mode.isCommon()) {
                return List.of();
            }
            mode.makeCommon();
            List<Joined> joined = new ArrayList<>();
            for (ModeItem item : commonItems) {
                if (item.enter(mode)) {
                    joined.add(new Joined(item, mode));
                }
            }
            return joined;
        } finally {
            lock.unlock();
        }
    }

    /** The moments of a timer have changed. */
    void timerChanged(PhasedTimer timer) {
        lock.lock();
        try {
            for (Mode mode : all.values()) {
                if (timer.isIn(mode)) {
                    mode.reckonTimers();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nothing can be added any more. Returns all items that there are, for the caller to take out. */
    Set<ModeItem> end() {
        lock.lock();
        try {
            ended = true;
            Set<ModeItem> items = new LinkedHashSet<>(commonItems);
            for (Mode mode : all.values()) {
                items.addAll(mode.signals().now());
                items.addAll(mode.seats().now());
                items.addAll(mode.timers().now());
                items.addAll(mode.observers().now());
            }
            return items;
        } finally {
            lock.unlock();
        }
    }

    boolean isEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    private void checkNotEnded() {
        if (ended) {
            throw new IllegalStateException(owner + " has ended; nothing can be added to it");
        }
    }
}
