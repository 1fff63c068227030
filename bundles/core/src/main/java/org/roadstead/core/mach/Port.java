package org.roadstead.core.mach;

import java.util.ArrayList;
import java.util.List;
import org.roadstead.mach.KernReturn;
import org.roadstead.mach.MsgCause;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.PeekResult;

/**
 * A port at its home: a bounded queue of messages, the senders and held messages that wait for a slot, and the end of both.
 *
 * <p><b>Why it is right.</b> Queue, waiting senders, gate and death change only under the one lock, so whether a submission is accepted, parked,
 * held, cancelled or refused is decided by whether it is in the line at that moment. A freed slot goes to the oldest in the line by the
 * hand of whoever freed it, which puts the message into the queue under the same lock, so nobody barges in, no wake-up is needed to make
 * progress, and order is kept. All verdicts and wake-ups are given after the lock is released.
 *
 * <p><b>The lock</b> is the port's own monitor, and before it the monitor of the set that it is in, whose queue holds its messages. Which
 * set that is changes only under the port's own monitor, so whoever finds it unchanged has both. Any thread; nothing here blocks but for
 * that lock, which is never held for longer than a few steps.
 */
public sealed class Port extends BoundedInbox implements Destination permits FarPort {
    private final int messageLimit;
    private volatile Inbox inbox = this;
    private volatile Receiver receiver;
    private volatile Failure death;

    // Guarded by the lock.
    private DeathWatches watches; // made with the first use
    private Entry holder;
    private Port backup;
    private Failure gate;

    /** Where a message with the receive right is queued; guarded by the lock for such edges in {@link Transit.Receive}. */
    Port queuedAt;
    /** How many receive rights are in messages that are queued here; guarded by the same lock. */
    int carried;

    /** Makes a port with room for so many messages (Mach: the backlog), the largest of so many bytes. */
    public Port(int limit, int messageLimit) {
        super(limit);
        this.messageLimit = messageLimit;
    }

    /** Returns who is woken by messages, or null. */
    public Receiver receiver() {
        return receiver;
    }

    /** Says who is woken by messages, and may take them; messages that wait already are announced at once. */
    public void receiver(Receiver served) {
        change(verdicts -> receiver = death == null ? served : null);
        if (served != null && depth() > 0) {
            served.messageArrived();
        }
    }

    /** Undoes {@link #receiver(Receiver)}, unless somebody else serves the port by now. */
    public void noReceiver(Receiver before) {
        change(verdicts -> receiver = receiver == before ? null : receiver);
    }

    @Override
    public void submit(Submission submission) {
        submission.message(); // made before the lock is taken
        if (decide(verdicts -> admit(submission, gate, verdicts))) {
            submission.parked();
        }
    }

    @Override
    public void cancel(Submission submission) {
        change(verdicts -> cancel(submission, verdicts));
    }

    /** Asks the port to hold a message, in its place, whose sender waits no longer: held, refused, or accepted before. */
    public void hold(Submission submission) {
        change(verdicts -> holdWaiting(submission, verdicts));
    }

    /** Nobody is to be told when a held message is accepted. */
    public void forgetHeld(Submission submission) {
        change(verdicts -> submission.sender().letGo(submission));
    }

    /** A space has no right to the port any more: its sends and listeners end, what is held for it is held without notice. */
    void withdraw(Entry sender) {
        change(verdicts -> withdraw(sender, verdicts));
    }

    /** Queues a message of the kernel or a reply, full or not. Returns false if the port is dead. */
    boolean post(Kmsg message) {
        return decide(verdicts -> death == null && force(message, verdicts));
    }

    @Override
    void enqueue(Kmsg message, Verdicts verdicts) {
        message.port(this);
        if (!inbox.deliver(message, verdicts)) {
            verdicts.wake(receiver);
        }
    }

    /** Takes the oldest message for whoever serves the port; null if none waits, or if somebody else serves it by now. */
    public Kmsg take(Receiver by) {
        return decide(verdicts -> inbox == this && receiver == by ? poll(verdicts) : null);
    }

    /** Takes a message for the space that holds the receive right, or waits for one; decided if this returns true. */
    boolean receive(Entry by, ReceiveWait receive, boolean poll) {
        return decide(verdicts -> {
            if (!isHeldBy(by)) {
                receive.end(MsgReturn.RCV_INVALID_PORT, death == null ? MsgCause.REMOVED : MsgCause.DIED);
            } else if (inbox != this) {
                receive.end(MsgReturn.RCV_INVALID_PORT, MsgCause.IN_SET);
            } else if (!offer(receive, verdicts) && !poll) {
                await(receive);
            }
            return receive.isDecided();
        });
    }

    /** Refuses new messages and lets go of waiting senders; messages in the queue, and those held for it, stay. */
    public void closeGate(Failure why) {
        change(verdicts -> {
            if (gate == null) {
                gate = why;
                refuseWaiting(why, verdicts);
            }
        });
    }

    /** Ends the port, and with it all that is carried by the messages nobody read. Returns false if it was dead before. */
    public boolean kill(Failure why) {
        Reaper reaper = new Reaper();
        boolean killed = die(why, reaper);
        reaper.run();
        return killed;
    }

    /**
     * Ends the port. Links are told first, so that whoever hears over one that its message has ended finds the port dead there;
     * then the waiting senders, the messages nobody read, and the other watches, each told once.
     */
    boolean die(Failure why, Reaper reaper) {
        Verdicts refused = new Verdicts();
        List<Kmsg> unread = new ArrayList<>();
        List<DeathWatch> told = new ArrayList<>();
        boolean first = locked(verdicts -> end(why, verdicts, unread, told), refused);
        if (first) {
            receiver = null; // whoever keeps a right to the dead port must not keep its owner's classes with it
            told.stream().filter(DeathWatch::isRelay).forEach(watch -> watch.died(why));
            refused.tell();
            unread.forEach(message -> message.destroy(why, reaper));
            told.stream().filter(watch -> !watch.isRelay()).forEach(watch -> watch.died(why));
            Port spare = backup(null, null);
            if (spare != null) {
                reaper.later(spare::release);
            }
        }
        return first;
    }

    private boolean end(Failure why, Verdicts verdicts, List<Kmsg> unread, List<DeathWatch> told) {
        if (death != null) {
            return false;
        }
        death = why;
        gate = gate == null ? why : gate;
        forgetListeners();
        leave(verdicts);
        unread.addAll(extract(this));
        unread.forEach(this::unqueued);
        endReceivers(MsgReturn.RCV_INVALID_PORT, MsgCause.DIED, verdicts);
        refuseWaiting(why, verdicts);
        unread.addAll(takeHeld());
        if (watches != null) {
            told.addAll(watches.drain());
        }
        if (holder != null) {
            told.add(holder);
            holder = null;
        }
        return true;
    }

    /** Sets the backup, which the caller has retained, and returns the one before; the new one if {@code by} is no receiver. */
    Port backup(Port spare, Entry by) {
        return decide(verdicts -> {
            if (by != null && !isHeldBy(by)) {
                return spare;
            }
            Port before = backup;
            backup = spare;
            return before;
        });
    }

    /** The receive right leaves its holder, if it has not yet in this transit: who waits to receive is told, numbers start anew. */
    void depart(Transit.Receive right) {
        change(verdicts -> {
            if (!right.departed) {
                right.departed = true;
                holder = null;
                if (receiver != null) {
                    verdicts.then(receiver::departed);
                    receiver = null;
                }
                restartNumbers();
                leave(verdicts);
                endReceivers(MsgReturn.RCV_INVALID_PORT, MsgCause.REMOVED, verdicts);
            }
        });
    }

    /** An entry has the receive right now. Returns false if the port is dead. */
    boolean holder(Entry by) {
        return decide(verdicts -> {
            if (death != null) {
                return false;
            }
            holder = by;
            return true;
        });
    }

    /** Returns the entry that has the receive right; null while a message carries it. */
    Entry holder() {
        return decide(verdicts -> holder);
    }

    /** Takes the port out of its set, if the receive right is still where the caller saw it. */
    KernReturn leaveSet(Entry by) {
        return decide(verdicts ->
                !isHeldBy(by) ? KernReturn.NOT_RECEIVER : leave(verdicts) ? KernReturn.SUCCESS : KernReturn.NOT_IN_SET);
    }

    /** Tells whether an entry has the receive right still; under the lock. */
    boolean isHeldBy(Entry by) {
        return holder == by && !by.isReceiveGone();
    }

    /** Under the lock; takes the messages of the port out of the queue of its set. */
    private boolean leave(Verdicts verdicts) {
        if (!(inbox instanceof SetInbox set)) {
            return false;
        }
        set.release(this, verdicts);
        return true;
    }

    /** The messages of the port are in another queue from now on; under the monitors of both. */
    void inbox(Inbox now, Verdicts verdicts) {
        List<Kmsg> own = List.copyOf(inbox.extract(this));
        own.forEach(this::unqueued);
        endReceivers(MsgReturn.RCV_PORT_CHANGE, MsgCause.IN_SET, verdicts);
        inbox = now;
        own.forEach(now::queue);
        if (!now.serve(verdicts) && now == this && receiver != null) { // who listens has heard of none of them
            verdicts.then(receiver::messageArrived);
        }
    }

    @Override
    final Inbox inbox() {
        return inbox;
    }

    @Override
    public void watch(DeathWatch watch) {
        if (!add(watch)) {
            watch.died(death);
        }
    }

    /** Adds a holder of a right. Returns false if the port is dead. */
    boolean add(DeathWatch watch) {
        return decide(verdicts -> {
            if (death != null) {
                return false;
            }
            watches = watches == null ? new DeathWatches() : watches;
            if (watches.add(watch) && watch.isSender()) {
                senderCame();
            }
            return true;
        });
    }

    @Override
    public void unwatch(DeathWatch watch) {
        Verdicts verdicts = new Verdicts();
        remove(watch, verdicts);
        verdicts.tell();
    }

    /** Removes a holder of a right; for who has a lock himself and tells the verdicts after it. */
    void remove(DeathWatch watch, Verdicts verdicts) {
        locked(
                decided -> {
                    if (watches != null && watches.remove(watch) && watch.isSender()) {
                        senderGone(decided);
                    }
                    return null;
                },
                verdicts);
    }

    /** Tells whether nobody has a right to the port, nor a message or a name; under the lock. */
    final boolean isUnused() {
        return !hasSenders() && holder == null && (watches == null || watches.isEmpty());
    }

    /** A message, or a name, holds a send right. */
    public void retain() {
        change(verdicts -> senderCame());
    }

    /** A message, or a name, has given its send right on, or up. */
    public void release() {
        change(this::senderGone);
    }

    /** Tells the listener once when there are no senders, or room for a message, unless the port or the right goes first. */
    void listen(Listening listener, boolean forRoom) {
        change(verdicts -> {
            if (death == null && !listener.isOver()) {
                listen(listener, forRoom, verdicts);
            }
        });
    }

    /** Returns what a receive would be given; as {@link #receive}, but nothing is taken. */
    PeekResult peek(Entry by) {
        return decide(verdicts -> !isHeldBy(by) || inbox != this ? SetInbox.NOTHING_HERE : SetInbox.peeked(peek()));
    }

    @Override
    MsgCause closed() {
        return death == null ? null : MsgCause.DIED;
    }

    @Override
    public Failure death() {
        return death;
    }

    @Override
    public int messageLimit() {
        return messageLimit;
    }

    @Override
    public boolean isServedByThisThread() {
        Receiver served = receiver;
        return served != null && served.isServedByThisThread();
    }

    /** Returns how many messages wait. */
    public int depth() {
        return status().depth();
    }

    @Override
    public Status status() {
        return decide(verdicts -> status(gate != null));
    }

    /** Changes how many messages may wait; those beyond a lowered limit stay. For whoever made the port. */
    public void limit(int messages) {
        change(verdicts -> limit(messages, verdicts));
    }

    /** Changes how many messages may wait, if the receive right is still where the caller saw it. */
    boolean limit(int messages, Entry by) {
        return decide(verdicts -> isHeldBy(by) && limit(messages, verdicts));
    }
}
