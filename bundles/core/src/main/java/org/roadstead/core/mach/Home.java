package org.roadstead.core.mach;

import java.time.Duration;

/** The way to the home of a {@link FarPort}: a link, which this layer knows nothing of. Any thread; nothing blocks but {@link #await}. */
public interface Home {
    /** Hands a message in, as {@link Destination#submit}. */
    void submit(Submission submission);

    /** Asks for a message back, as {@link Destination#cancel}. */
    void cancel(Submission submission);

    /** Asks the home to hold a message that waits, since its sender will not wait any longer. */
    void hold(Submission submission);

    /** A sender has given its right up: its messages that wait are asked for back, and it hears no more of a held one. */
    void withdraw(Sender sender);

    /** Waits as {@link Destination#await}. */
    boolean await(WaitPoint point, long deadline) throws InterruptedException;

    /** Runs code of users: on this thread, or, if it reads just now, on another one. */
    void callOut(Runnable code);

    /** Returns how long a sender whose time is over waits for what the home says; then its send is undecided. */
    Duration verdictPatience();

    /** Returns the largest message in bytes. */
    int messageLimit();

    /** Returns where the queue is, for people. */
    String queue();

    /** Nobody here has a right to the port any more. Called once for each {@link FarPort}. */
    void unused();
}
