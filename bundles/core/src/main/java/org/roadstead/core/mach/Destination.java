package org.roadstead.core.mach;

/**
 * Where a send right leads: a {@link Port} of this kernel, or a proxy of a port whose home is elsewhere. Nothing above this
 * interface knows which.
 */
public interface Destination {
    /** Hands a message in; the verdict comes to the submission, perhaps before this returns. Does not block. */
    void submit(Submission submission);

    /**
     * Asks for a message back that was not accepted yet. The home decides: if it can still be taken back, the verdict is
     * {@link Submission#refused}; if it is too late, {@link Submission#accepted} comes or has come. Does not block.
     */
    void cancel(Submission submission);

    /** Says that nobody waits for the submission's reply any more. */
    default void forget(Submission submission) {
        // within a kernel the reply right of a forgotten submission drops what still comes
    }

    /**
     * Waits on the calling thread in the way that suits the destination: parks, or reads the link meanwhile.
     *
     * @return false if the deadline passed first
     * @throws InterruptedException if the thread is interrupted first
     */
    default boolean await(WaitPoint point, long deadline) throws InterruptedException {
        return point.park(deadline);
    }

    /** Registers a death watch; it is called at once if the port is dead already. */
    void watch(DeathWatch watch);

    /** Removes a death watch. */
    void unwatch(DeathWatch watch);

    /** Returns how the port died, or null while it lives. */
    Failure death();

    /** Returns the largest message in bytes. */
    int messageLimit();

    /** Tells whether a message would have to wait for room, as far as this kernel knows. */
    boolean isFull();

    /** Returns what this kernel knows of the queue, for people. */
    String queue();

    /** Tells whether a wait of the calling thread for this port could never end. */
    boolean isServedByThisThread();
}
