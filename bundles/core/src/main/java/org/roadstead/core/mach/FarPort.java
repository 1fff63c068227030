package org.roadstead.core.mach;

/**
 * What this kernel has of a port whose home is elsewhere: who has rights to it here, and its death; no queue. Rights to it are entries
 * of spaces and parts of messages like those to other ports.
 *
 * <p><b>Why the home is neither left too early nor kept for ever.</b> Uses are counted under the port's lock, and the count that comes
 * to nothing decides, once: from then on {@link #use} refuses, and who gets a right then makes another one of these for the same
 * home. What counts is held by a caller before the one before it lets go.
 */
public final class FarPort extends Port {
    private final Home home;
    /** Guarded by the lock. */
    private boolean dropped;

    /** Makes a port with one use, the caller's, to be given back by {@link #release}. */
    public FarPort(Home home) {
        super(1, 0);
        this.home = home;
        retain();
    }

    /** Adds one use, to be given back by {@link #release}. Returns false if nobody had one left. */
    public boolean use() {
        return decide(verdicts -> {
            if (!dropped) {
                senderCame();
            }
            return !dropped;
        });
    }

    /** Returns the way to the home. */
    public Home home() {
        return home;
    }

    private void dropIfUnused(Verdicts verdicts, boolean isDead) {
        locked(
                decided -> {
                    if (!dropped && (isDead || isUnused())) {
                        dropped = true;
                        decided.then(home::unused);
                    }
                    return null;
                },
                verdicts);
    }

    private void dropIfUnused(boolean isDead) {
        Verdicts verdicts = new Verdicts();
        dropIfUnused(verdicts, isDead);
        verdicts.tell();
    }

    @Override
    public void release() {
        super.release();
        dropIfUnused(false);
    }

    @Override
    void remove(DeathWatch watch, Verdicts verdicts) {
        super.remove(watch, verdicts);
        dropIfUnused(verdicts, false);
    }

    @Override
    boolean die(Failure why, Reaper reaper) {
        boolean first = super.die(why, reaper);
        dropIfUnused(true);
        return first;
    }

    @Override
    public void submit(Submission submission) {
        Failure dead = death();
        if (dead != null) {
            submission.refused(dead);
            return;
        }
        home.submit(submission);
        if (submission.isWithdrawn()) {
            home.cancel(submission); // who gave the right up has looked before this was on its way
        }
    }

    @Override
    public void cancel(Submission submission) {
        home.cancel(submission);
    }

    @Override
    public void hold(Submission submission) {
        home.hold(submission);
    }

    @Override
    void withdraw(Entry sender) {
        super.withdraw(sender);
        home.withdraw(sender);
    }

    /** The kernel has nothing to say to a port elsewhere. */
    @Override
    boolean post(Kmsg message) {
        return false;
    }

    @Override
    public boolean await(WaitPoint point, long deadline) throws InterruptedException {
        return home.await(point, deadline);
    }

    @Override
    public int messageLimit() {
        return home.messageLimit();
    }

    @Override
    public boolean isFull() {
        return false; // only the home knows
    }

    @Override
    public String queue() {
        return home.queue();
    }

    @Override
    public boolean isServedByThisThread() {
        return false;
    }
}
