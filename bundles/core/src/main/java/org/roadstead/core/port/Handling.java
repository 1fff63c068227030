package org.roadstead.core.port;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.Kmsg;
import org.roadstead.core.mach.Port;
import org.roadstead.core.runloop.ThrownByUser;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.MessageHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a local port does with its messages: the handler, the context that it is given, and the replies that come later.
 *
 * <p>When the port has closed its queue it says {@link #close()}, and the last turn that is under way, or that call itself, lets go of
 * the space and of the context: whoever of them looks last finds both marks. Any thread.
 */
final class Handling {
    private static final Logger LOG = LoggerFactory.getLogger(Handling.class);

    private final LocalPort local;
    private final MessageHandler handler;
    private final HeldContext context;
    private final Running running = new Running();
    private final Set<Delivery.Open> deferred = ConcurrentHashMap.newKeySet();
    private final AtomicLong count = new AtomicLong();
    private volatile boolean closed;

    Handling(LocalPort local, LocalPortOptions options) {
        this.local = local;
        this.handler = options.handler();
        this.context = new HeldContext(
                options.context().orElse(null), options.contextHooks().orElse(null));
    }

    Running running() {
        return running;
    }

    HeldContext context() {
        return context;
    }

    /** Returns how many messages the handler was given. */
    long count() {
        return count.get();
    }

    /** Takes a message, if one waits and is this port's to take, and handles it. Returns whether there was one. */
    boolean next(Port port) {
        Running.Turn turn = running.enter();
        try {
            Kmsg message = port.take(local);
            if (message != null) {
                handle(message, turn);
            }
            return message != null;
        } finally {
            turn.has(null);
            running.leave(turn);
            letGoIfOver();
            running.left();
        }
    }

    private void handle(Kmsg message, Running.Turn turn) {
        if (message.data() == null) {
            message.destroy(new Failure(Failure.Kind.REFUSED, "a message port takes one item of bytes"));
            return;
        }
        Object info;
        try {
            info = context.acquire();
        } catch (Throwable e) {
            ThrownByUser.warn(LOG, "{}: the acquire hook of its context failed", local, e);
            message.destroy(
                    new Failure(Failure.Kind.HANDLER_FAILED, "its context was not to be had: " + ThrownByUser.text(e)));
            return;
        }
        Delivery delivery = new Delivery(local, message, info);
        turn.has(delivery);
        count.incrementAndGet();
        EventLog events = local.space().kernel().events();
        long began = events.wantsMessages() ? System.nanoTime() : 0;
        Throwable failure = null;
        try {
            delivery.returned(handler.handle(delivery));
        } catch (Throwable e) {
            failure = e;
            threw(delivery, e);
        } finally {
            context.letGo(info);
        }
        if (began != 0) {
            events.message(local, delivery, System.nanoTime() - began, failure);
        }
    }

    private void threw(Delivery delivery, Throwable e) {
        if (!local.isValid()) {
            delivery.threw(local.cutOff()); // a handler cut short by the end of its port is no failure of its own
            return;
        }
        ThrownByUser.warn(LOG, "{}: its handler failed", local, e);
        delivery.threw(new Failure(Failure.Kind.HANDLER_FAILED, ThrownByUser.text(e)));
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }

    /** A handler has taken the duty to reply with it. */
    void deferred(Delivery.Open reply) {
        deferred.add(reply);
        local.space().kernel().drops().opened();
        if (local.endsReplies()) {
            reply.end(local.cutOff());
        }
    }

    void settled(Delivery.Open reply) {
        if (deferred.remove(reply)) {
            local.space().kernel().drops().settled();
        }
    }

    /** The owner has gone: who waits for a reply that was to come later is told. */
    void endReplies() {
        List.copyOf(deferred).forEach(reply -> reply.end(local.cutOff()));
    }

    /** The port has ended, and its queue is closed. */
    void close() {
        closed = true;
        letGoIfOver();
    }

    /** Lets go of space and context, if there is nothing more to come. */
    void letGoIfOver() {
        if (closed && running.isEmpty()) {
            local.space().remove(local);
            context.release();
        }
    }
}
