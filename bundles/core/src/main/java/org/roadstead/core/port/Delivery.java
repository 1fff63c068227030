package org.roadstead.core.port;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.Kmsg;
import org.roadstead.core.mach.SendOnce;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.Responder;
import org.roadstead.port.Sender;

/**
 * One message in its handler's hands. Who has the duty to reply, the handler's return or the responder, is decided once: by
 * the first of {@link #responder()} and {@link #returned}.
 */
final class Delivery implements IncomingMessage {
    private final LocalPort port;
    private final Kmsg message;
    private final SendOnce reply;
    private final ByteBuffer data;
    private final Object context;
    private final Hands hands = new Hands();
    /** Null while undecided, a responder, or {@link #BY_RETURN}. */
    private final AtomicReference<Responder> duty = new AtomicReference<>();

    private static final Responder BY_RETURN = new Responder() {
        @Override
        public boolean reply(ByteBuffer data) {
            return false;
        }

        @Override
        public boolean fail(String why) {
            return false;
        }

        @Override
        public void close() {}
    };

    Delivery(LocalPort port, Kmsg message, Object context) {
        this.port = port;
        this.context = context;
        this.message = message;
        this.reply = message.replyBy(port.space().origin());
        this.data = message.data().asReadOnlyBuffer();
        Call.taken(reply, hands);
    }

    @Override
    public LocalMessagePort port() {
        return port;
    }

    @Override
    public Optional<Object> context() {
        return Optional.ofNullable(context);
    }

    @Override
    public int id() {
        return message.id();
    }

    @Override
    public ByteBuffer data() {
        return data.duplicate();
    }

    @Override
    public boolean wantsReply() {
        return reply != null;
    }

    @Override
    public Sender sender() {
        return new Sender(
                message.origin().principal(),
                message.origin().node(),
                message.origin().owner());
    }

    @Override
    public Responder responder() {
        if (reply == null) {
            throw new IllegalStateException("nobody waits for a reply to this message; see wantsReply()");
        }
        Responder taken = duty.get();
        if (taken == null) {
            DeferredReply mine = new DeferredReply(port, reply);
            if (duty.compareAndSet(null, mine)) {
                hands.defer();
                port.handling().deferred(mine.open);
                return mine;
            }
            taken = duty.get();
        }
        if (taken == BY_RETURN) {
            throw new IllegalStateException("the handler has returned; take the responder before it does");
        }
        return taken;
    }

    /** The handler has returned. */
    void returned(ByteBuffer answer) {
        if (reply != null && duty.compareAndSet(null, BY_RETURN)) {
            reply(port, reply, answer);
        }
    }

    /** Replies, or fails the request if the reply exceeds the limit: never an empty success in its place, as in CF. */
    private static boolean reply(LocalPort port, SendOnce right, ByteBuffer data) {
        int size = data == null ? 0 : data.remaining();
        int limit = port.port().messageLimit();
        if (size > limit) {
            return right.fail(
                    new Failure(Failure.Kind.REPLY_TOO_LARGE, "a reply of " + size + " bytes; the limit is " + limit));
        }
        return right.reply(data == null ? ByteBuffer.allocate(0) : data.duplicate());
    }

    /** The handler threw: who waits is told, also if the responder was taken, unless there is a reply already. */
    void threw(Failure why) {
        if (reply != null && !duty.compareAndSet(null, BY_RETURN) && duty.get() instanceof DeferredReply taken) {
            var unused = taken.end(why);
        } else if (reply != null) {
            reply.fail(why);
        }
    }

    /** Nobody waits for the handler any longer. */
    void abandon(Failure why) {
        if (reply != null) {
            reply.fail(why);
        }
    }

    /** A responder that the user holds. */
    private static final class DeferredReply implements Responder {
        private final Open open;

        DeferredReply(LocalPort port, SendOnce right) {
            this.open = new Open(this, port, right);
        }

        @Override
        public boolean reply(ByteBuffer data) {
            try {
                open.settle();
                return Delivery.reply(open.port, open.right, data);
            } finally {
                Reference.reachabilityFence(this);
            }
        }

        @Override
        public boolean fail(String why) {
            return end(new Failure(Failure.Kind.HANDLER_FAILED, String.valueOf(why)));
        }

        @Override
        public void close() {
            end(new Failure(Failure.Kind.DROPPED, "its responder was closed"));
        }

        private boolean end(Failure why) {
            try {
                return open.end(why);
            } finally {
                Reference.reachabilityFence(this);
            }
        }
    }

    /** What the port keeps of a responder: it ends the request when the owner stops, and when nobody can reach the responder. */
    static final class Open extends Drops.Watched {
        private final LocalPort port;
        private final SendOnce right;
        private final AtomicBoolean settled = new AtomicBoolean();

        Open(Responder responder, LocalPort port, SendOnce right) {
            super(responder, port.space().kernel().drops());
            this.port = port;
            this.right = right;
        }

        private void settle() {
            if (settled.compareAndSet(false, true)) {
                clear();
                port.handling().settled(this);
            }
        }

        boolean end(Failure why) {
            settle();
            return right.fail(why);
        }

        @Override
        void dropped() {
            end(new Failure(Failure.Kind.DROPPED, "its responder was dropped, and nobody can reply with it any more"));
        }
    }
}
