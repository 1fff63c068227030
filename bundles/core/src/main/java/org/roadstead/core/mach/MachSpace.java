package org.roadstead.core.mach;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.roadstead.mach.BackupResult;
import org.roadstead.mach.ExtractResult;
import org.roadstead.mach.KernReturn;
import org.roadstead.mach.Memory;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgCause;
import org.roadstead.mach.MsgOption;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.PeekResult;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSet;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.PortStatus;
import org.roadstead.mach.ReceiveResult;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.RightListener;
import org.roadstead.mach.RightType;
import org.roadstead.mach.SendOnceRight;
import org.roadstead.mach.SendResult;
import org.roadstead.mach.SendRight;

/** The Mach calls of one space. What its names stand for is in the {@link RightTable}. Any thread. */
public final class MachSpace implements PortSpace {
    private static final PortStatus UNKNOWN = new PortStatus(KernReturn.INVALID_ARGUMENT, PortRight.NULL, -1, 0, false);

    final RightTable rights;

    /**
     * Makes a space without any right.
     *
     * @param origin who its messages come from
     * @param limits what the kernel allows
     */
    public MachSpace(Origin origin, MachLimits limits) {
        this.rights = new RightTable(origin, limits);
    }

    @Override
    public String owner() {
        return rights.owner();
    }

    @Override
    public ReceiveRight allocate() {
        return rights.newPort(DEFAULT_BACKLOG);
    }

    @Override
    public SendRight makeSend(PortRight right) {
        Entry entry = rights.entry(required(right));
        if (rights.port(entry, Entry.SEND | Entry.RECEIVE) == null) {
            throw unusable(right, "a live right to a port");
        }
        return (SendRight) rights.sendRight(entry);
    }

    @Override
    public SendOnceRight makeSendOnce(PortRight right) {
        Port port = rights.port(rights.entry(required(right)), Entry.RECEIVE);
        if (port == null || !(new Transit.Once(new PortOnce(port)).land(rights) instanceof SendOnceRight once)) {
            throw unusable(right, "a live receive right");
        }
        return once;
    }

    private IllegalArgumentException unusable(PortRight right, String wanted) {
        return new IllegalArgumentException(right + " is not " + wanted + " of the space of " + owner());
    }

    private static PortRight required(PortRight right) {
        return Objects.requireNonNull(right, "the right is null; no port is PortRight.NULL");
    }

    @Override
    public KernReturn deallocate(PortRight right) {
        Reaper reaper = new Reaper();
        Failure why = new Failure(Failure.Kind.INVALIDATED, "its receive right was deallocated by " + owner());
        KernReturn done = rights.deallocate(rights.entry(required(right)), why, reaper);
        reaper.run();
        return done;
    }

    @Override
    public KernReturn rename(PortRight right, int name) {
        return rights.rename(required(right), name);
    }

    @Override
    public PortRight right(int name) {
        Entry entry = rights.entry(name);
        return entry == null ? PortRight.NULL : rights.right(entry);
    }

    @Override
    public RightType type(PortRight right) {
        Entry entry = rights.entry(required(right));
        return entry == null ? RightType.NONE : rights.type(entry);
    }

    @Override
    public List<PortRight> rights() {
        return rights.rights();
    }

    @Override
    public PortStatus status(PortRight right) {
        Entry entry = rights.entry(required(right));
        Port port = rights.port(entry, Entry.SEND | Entry.RECEIVE | Entry.ONCE);
        if (port == null) {
            return UNKNOWN;
        }
        if (rights.port(entry, Entry.RECEIVE) == null) {
            return new PortStatus(KernReturn.SUCCESS, PortRight.NULL, -1, 0, false);
        }
        BoundedInbox.Status status = port.status();
        PortRight set = port.inbox() instanceof SetInbox in ? rights.set(in) : PortRight.NULL;
        return new PortStatus(KernReturn.SUCCESS, set, status.depth(), status.limit(), true);
    }

    @Override
    public KernReturn setBacklog(PortRight right, int backlog) {
        Entry entry = rights.entry(required(right));
        KernReturn refusal = notReceiver(entry);
        if (refusal == null && (backlog < 1 || backlog > rights.limits().backlog())) {
            refusal = KernReturn.INVALID_ARGUMENT;
        }
        if (refusal != null) {
            return refusal;
        }
        return entry.port().limit(backlog, entry) ? KernReturn.SUCCESS : KernReturn.NOT_RECEIVER;
    }

    /** Returns null if the entry has a receive right. */
    private KernReturn notReceiver(Entry entry) {
        if (rights.port(entry, Entry.RECEIVE) != null) {
            return null;
        }
        return rights.port(entry, Entry.SEND | Entry.ONCE) != null
                ? KernReturn.NOT_RECEIVER
                : KernReturn.INVALID_ARGUMENT;
    }

    @Override
    public BackupResult setBackup(PortRight right, PortRight backup) {
        Entry entry = rights.entry(required(right));
        KernReturn refusal = notReceiver(entry);
        Port spare = rights.port(rights.entry(required(backup)), Entry.SEND | Entry.RECEIVE);
        if (refusal == null && spare == null && backup != PortRight.NULL) {
            refusal = KernReturn.INVALID_ARGUMENT;
        }
        if (refusal != null) {
            return new BackupResult(refusal, PortRight.NULL);
        }
        return Handover.setBackup(rights, entry, spare);
    }

    @Override
    public PortSet newSet() {
        return rights.newSet();
    }

    @Override
    public KernReturn addToSet(PortRight set, PortRight right) {
        Entry port = rights.entry(required(right));
        SetInbox members = rights.set(rights.entry(required(set)));
        KernReturn refusal = members == null ? KernReturn.INVALID_ARGUMENT : notReceiver(port);
        if (refusal != null) {
            return refusal;
        }
        return members.add(port.port(), port);
    }

    @Override
    public KernReturn removeFromSet(PortRight right) {
        Entry entry = rights.entry(required(right));
        KernReturn refusal = notReceiver(entry);
        if (refusal != null) {
            return refusal;
        }
        return entry.port().leaveSet(entry);
    }

    @Override
    public List<ReceiveRight> members(PortRight set) {
        SetInbox members = rights.set(rights.entry(required(set)));
        return members == null ? List.of() : rights.receiveRights(members.members());
    }

    @Override
    public SendRight insertSend(PortSpace into, PortRight right) {
        RightTable target = tableOf(into);
        Transit send = rights.copySend(rights.entry(required(right)), false, new Claims());
        if (send == null || !(send.land(target) instanceof SendRight landed)) {
            throw target.hasEnded()
                    ? new IllegalStateException(target.ended().detail())
                    : unusable(right, "a live right to a port");
        }
        return landed;
    }

    @Override
    public KernReturn insertSend(PortSpace into, PortRight right, int name) {
        return Handover.insertSend(rights, rights.entry(required(right)), tableOf(into), name);
    }

    @Override
    public KernReturn insertReceive(PortSpace into, PortRight right, int name) {
        return Handover.insertReceive(rights, rights.entry(required(right)), tableOf(into), name);
    }

    @Override
    public ExtractResult extractSend(PortSpace from, int name) {
        return Handover.extractSend(tableOf(from), name, rights);
    }

    @Override
    public ExtractResult extractReceive(PortSpace from, int name) {
        return Handover.extractReceive(tableOf(from), name, rights);
    }

    private RightTable tableOf(PortSpace space) {
        if (space instanceof MachSpace other
                && other.rights.origin().node().equals(rights.origin().node())) {
            return other.rights;
        }
        throw new IllegalArgumentException("the spaces are of two kernels: " + space + " and " + this);
    }

    @Override
    public SendResult send(Message message, MsgOptions options) {
        Objects.requireNonNull(options, "options"); // before anything is claimed
        Copyin in = new Copyin(rights);
        Kmsg taken = in.take(message);
        if (taken == null) {
            return in.refusal();
        }
        SendOnce once = rights.once(in.destination());
        return once == null
                ? new MachSend(taken, in.destination(), in.claims(), options).run()
                : sendOnce(taken, once, in.claims());
    }

    /** A message that is sent with a send-once right never waits. */
    private static SendResult sendOnce(Kmsg message, SendOnce once, Claims claims) {
        if (!claims.commit()) {
            claims.failed();
            return MachSend.removed(claims.why());
        }
        claims.leave();
        once.send(message);
        if (once.port() != null) {
            claims.queued(once.port());
        }
        return SendResult.SUCCESS;
    }

    @Override
    public ReceiveResult receive(PortRight from, MsgOptions options) {
        return receive(rights.entry(required(from)), from, options);
    }

    private ReceiveResult receive(Entry entry, PortRight from, MsgOptions options) {
        ReceiveWait wait = new ReceiveWait(options.maxSize(), options.has(MsgOption.RCV_NO_SENDERS));
        boolean poll =
                options.has(MsgOption.RCV_TIMEOUT) && options.receiveTimeout().isZero();
        SetInbox set = rights.set(entry);
        Port port = rights.port(entry, Entry.RECEIVE);
        if (set == null && port == null) {
            MsgCause cause = entry != null && entry.isDead() ? MsgCause.DIED : MsgCause.RIGHT;
            return ReceiveResult.failed(
                    MsgReturn.RCV_INVALID_PORT, cause, owner() + " cannot receive from " + from + ": " + cause);
        }
        boolean decided = set != null ? set.receive(wait, poll) : port.receive(entry, wait, poll);
        if (!decided) {
            if (poll) {
                wait.end(MsgReturn.RCV_TIMED_OUT, MsgCause.NONE);
            } else {
                await(set != null ? set : port, wait, options);
            }
        }
        return result(wait, from);
    }

    private static void await(Inbox inbox, ReceiveWait wait, MsgOptions options) {
        long until = options.has(MsgOption.RCV_TIMEOUT) ? Deadline.after(options.receiveTimeout()) : Deadline.NEVER;
        boolean restore = false;
        boolean decided = false;
        while (!decided) {
            try {
                decided = wait.point().park(until) || inbox.leave(wait, MsgReturn.RCV_TIMED_OUT);
            } catch (InterruptedException e) {
                restore = true;
                decided = options.has(MsgOption.RCV_INTERRUPT) && inbox.leave(wait, MsgReturn.RCV_INTERRUPTED);
            }
        }
        if (restore) {
            Thread.currentThread().interrupt();
        }
    }

    private ReceiveResult result(ReceiveWait wait, PortRight from) {
        if (wait.code() == MsgReturn.SUCCESS) {
            return Copyout.give(wait.message(), rights);
        }
        String detail = "receiving from " + from + " by " + owner() + wait.outcome();
        return new ReceiveResult(wait.code(), wait.cause(), detail, null, null, wait.size());
    }

    @Override
    public PeekResult peek(PortRight from) {
        Entry entry = rights.entry(required(from));
        SetInbox set = rights.set(entry);
        Port port = rights.port(entry, Entry.RECEIVE);
        if (set != null) {
            return set.look();
        }
        return port == null ? SetInbox.NOTHING_HERE : port.peek(entry);
    }

    @Override
    public ReceiveResult rpc(Message message, MsgOptions options) {
        Entry reply = rights.receiver(rights.entry(message.local())); // fixed before the send, which may move it
        SendResult sent = send(message, options);
        if (sent.code() != MsgReturn.SUCCESS) {
            return ReceiveResult.failed(sent.code(), sent.cause(), sent.detail());
        }
        return receive(reply, message.local(), options);
    }

    @Override
    public ReceiveRight notifyPort() {
        return rights.notices().port();
    }

    @Override
    public void onDead(PortRight right, RightListener listener, Executor on) {
        Listening listening = listening(right, listener, on);
        Entry entry = rights.entry(right);
        if (entry == null || (entry.port() == null && !entry.isDead())) {
            throw unusable(right, "a right to a port");
        }
        rights.notices().onDead(entry, listening);
    }

    @Override
    public void onNoSenders(PortRight right, RightListener listener, Executor on) {
        Listening listening = listening(right, listener, on);
        Port port = rights.port(rights.entry(right), Entry.RECEIVE);
        if (port == null) {
            throw unusable(right, "a live receive right");
        }
        port.listen(listening, false);
    }

    @Override
    public void onSendPossible(PortRight right, RightListener listener, Executor on) {
        Listening listening = listening(right, listener, on);
        Port port = rights.port(rights.entry(right), Entry.SEND | Entry.RECEIVE);
        if (port == null) {
            throw unusable(right, "a live right to send to a port");
        }
        port.listen(listening, true);
    }

    private static Listening listening(PortRight right, RightListener listener, Executor on) {
        Objects.requireNonNull(listener, "listener");
        Objects.requireNonNull(on, "executor");
        return new Listening(required(right), listener, on);
    }

    @Override
    public Memory allocateMemory(int length) {
        int limit = rights.limits().data();
        if (length < 0 || length > limit) {
            throw new IllegalArgumentException(length + " bytes of memory; allowed: 0 to " + limit);
        }
        return new MemoryBlock(ByteBuffer.allocate(length));
    }

    @Override
    public void close() {
        rights.close(new Failure(Failure.Kind.OWNER_STOPPED, "its owner " + owner() + " was stopped"));
    }

    @Override
    public String toString() {
        return "the space of " + owner();
    }
}
