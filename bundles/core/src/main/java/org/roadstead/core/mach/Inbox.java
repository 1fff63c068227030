package org.roadstead.core.mach;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.roadstead.mach.MsgCause;
import org.roadstead.mach.MsgReturn;

/**
 * A queue of messages and the threads that wait to receive from it: of one port, or of all members of a port set. Its monitor is the
 * lock for itself and for the ports that queue here; everything here is called under it, except {@link #leave}.
 *
 * <p>It is a monitor and no lock object since an idle port is to be small; nobody ever waits in it.
 */
abstract class Inbox {
    // Made with the first use.
    private ArrayDeque<Kmsg> messages;
    private ArrayDeque<ReceiveWait> receivers;

    /** Returns why nobody can receive here any more, or null. */
    abstract MsgCause closed();

    /**
     * Hands a message to the receiver that has waited longest and can take it, or queues it behind the others. Returns whether it was
     * handed over.
     */
    final boolean deliver(Kmsg message, Verdicts verdicts) {
        ReceiveWait receiver;
        while (isEmpty() && receivers != null && (receiver = receivers.poll()) != null) {
            boolean fits = receiver.fits(message);
            if (fits) {
                message.port().received(message, verdicts);
                receiver.take(message);
            } else {
                receiver.tooLarge(message);
            }
            verdicts.then(receiver.point()::signal);
            if (fits) {
                return true;
            }
        }
        queue(message);
        return false;
    }

    private void queue(Kmsg message) {
        messages().add(message);
        message.port().queued(message);
    }

    private ArrayDeque<Kmsg> messages() {
        if (messages == null) {
            messages = new ArrayDeque<>(4);
        }
        return messages;
    }

    /**
     * Takes over the messages that a port brings along, and serves who waits. They come in whole before the first is received, since
     * the slot of that one goes to a sender whose message is to be behind all of them.
     */
    final void adopt(ArrayDeque<Kmsg> brought, Verdicts verdicts) {
        if (brought.isEmpty()) {
            return;
        }
        messages().addAll(brought);
        ReceiveWait receiver;
        while (!isEmpty() && receivers != null && (receiver = receivers.poll()) != null) {
            offer(receiver, verdicts);
            verdicts.then(receiver.point()::signal);
        }
    }

    /** Takes the oldest message, or null. */
    final Kmsg poll(Verdicts verdicts) {
        Kmsg message = messages == null ? null : messages.poll();
        if (message != null) {
            message.port().unqueued(message);
            message.port().received(message, verdicts);
        }
        return message;
    }

    /** Decides a receive at once if there is a message, or nobody who could send one. Returns whether it is decided. */
    final boolean offer(ReceiveWait receiver, Verdicts verdicts) {
        Kmsg head = messages == null ? null : messages.peek();
        if (closed() != null) {
            receiver.end(MsgReturn.RCV_INVALID_PORT, closed());
        } else if (head != null && !receiver.fits(head)) {
            receiver.tooLarge(head);
        } else if (head != null) {
            receiver.take(poll(verdicts));
        } else if (receiver.endsWithoutSenders() && !hasSenders()) {
            receiver.end(MsgReturn.RCV_ONLY_SENDER, MsgCause.NONE);
        }
        return receiver.isDecided();
    }

    final void await(ReceiveWait receiver) {
        if (receivers == null) {
            receivers = new ArrayDeque<>(2);
        }
        receivers.add(receiver);
    }

    /**
     * Ends a wait from its own side.
     *
     * @return false if it has been decided otherwise meanwhile
     */
    final boolean leave(ReceiveWait receiver, MsgReturn why) {
        synchronized (this) {
            if (receivers == null || !receivers.remove(receiver)) {
                return false;
            }
            receiver.end(why, MsgCause.NONE);
            return true;
        }
    }

    /** Tells whether somebody may still send here, apart from whoever receives. */
    abstract boolean hasSenders();

    final void endReceivers(MsgReturn why, MsgCause cause, Verdicts verdicts) {
        ReceiveWait receiver;
        while (receivers != null && (receiver = receivers.poll()) != null) {
            receiver.end(why, cause);
            verdicts.then(receiver.point()::signal);
        }
    }

    final void endReceiversWithoutSenders(Verdicts verdicts) {
        if (receivers == null) {
            return;
        }
        for (Iterator<ReceiveWait> all = receivers.iterator(); all.hasNext(); ) {
            ReceiveWait receiver = all.next();
            if (receiver.endsWithoutSenders()) {
                all.remove();
                receiver.end(MsgReturn.RCV_ONLY_SENDER, MsgCause.NONE);
                verdicts.then(receiver.point()::signal);
            }
        }
    }

    /** Takes all messages of one port out, in order. */
    final ArrayDeque<Kmsg> extract(Port port) {
        ArrayDeque<Kmsg> own = new ArrayDeque<>();
        if (messages != null) {
            messages.removeIf(message -> message.port() == port && own.add(message));
        }
        return own;
    }

    final boolean isEmpty() {
        return messages == null || messages.isEmpty();
    }
}
