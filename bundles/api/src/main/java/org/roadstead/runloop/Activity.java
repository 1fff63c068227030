package org.roadstead.runloop;

import java.util.EnumSet;
import java.util.Set;

/** A point of a run that observers are told of, with the bits that Core Foundation publishes ({@code CFRunLoopActivity}). */
public enum Activity {
    /** A run begins, before its first pass ({@code kCFRunLoopEntry}). */
    ENTRY(1),
    /** A pass begins ({@code kCFRunLoopBeforeTimers}). */
    BEFORE_TIMERS(2),
    /** Blocks and signalled sources are next ({@code kCFRunLoopBeforeSources}). */
    BEFORE_SOURCES(4),
    /** The loop is about to wait for an event ({@code kCFRunLoopBeforeWaiting}). */
    BEFORE_WAITING(32),
    /** The loop has waited, and the event is not served yet ({@code kCFRunLoopAfterWaiting}). */
    AFTER_WAITING(64),
    /** A run ends ({@code kCFRunLoopExit}). */
    EXIT(128);

    /** The published mask of all activities, present and future ({@code kCFRunLoopAllActivities}). */
    public static final int ALL_ACTIVITIES = 0x0FFFFFFF;

    private final int bit;

    Activity(int bit) {
        this.bit = bit;
    }

    /**
     * Returns the bit that Core Foundation publishes.
     *
     * @return a power of two
     */
    public int bit() {
        return bit;
    }

    /**
     * Returns the activities of a published mask; bits without an activity are ignored.
     *
     * @param mask the bits, such as {@link #ALL_ACTIVITIES}
     * @return a new set
     */
    public static Set<Activity> ofMask(int mask) {
        Set<Activity> activities = EnumSet.noneOf(Activity.class);
        for (Activity activity : values()) {
            if ((mask & activity.bit) != 0) {
                activities.add(activity);
            }
        }
        return activities;
    }
}
