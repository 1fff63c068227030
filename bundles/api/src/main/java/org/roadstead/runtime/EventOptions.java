package org.roadstead.runtime;

/**
 * What an event stream is to tell beside what comes and goes.
 *
 * @param messages also each message that a handler has had
 * @param payload also the first bytes of these messages, {@link PortEvent#MAX_PAYLOAD} at most
 */
public record EventOptions(boolean messages, boolean payload) {
    /** Only what comes and goes. */
    public static final EventOptions CHANGES = new EventOptions(false, false);
    /** Also messages, without their bytes. */
    public static final EventOptions MESSAGES = new EventOptions(true, false);
    /** Also messages, with their first bytes. */
    public static final EventOptions PAYLOAD = new EventOptions(true, true);
}
