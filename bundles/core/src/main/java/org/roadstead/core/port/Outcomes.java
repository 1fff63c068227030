package org.roadstead.core.port;

import java.time.Duration;
import java.util.Optional;
import org.roadstead.core.mach.Failure;
import org.roadstead.port.Cause;
import org.roadstead.port.Invalidation;
import org.roadstead.port.MessagePortException;
import org.roadstead.port.PortBecameInvalidException;
import org.roadstead.port.PortInvalidException;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.ReplyTimeoutException;
import org.roadstead.port.SendOptions;
import org.roadstead.port.SendResult;
import org.roadstead.port.SendStatus;
import org.roadstead.port.SendTimeoutException;
import org.roadstead.port.TransportException;
import org.roadstead.port.WouldDeadlockException;

/** Turns the kernel's failures into the outcomes of message ports, with texts that say what to do (D15). */
final class Outcomes {
    private Outcomes() {}

    static MessagePortException exception(RemotePort port, Failure why, Duration waited, SendOptions options) {
        String what = port.describe() + ": ";
        String after = " after " + waited.toMillis() + " ms";
        String known = known(port, why);
        return switch (why.kind()) {
            case FULL ->
                new SendTimeoutException(
                        Cause.QUEUE_FULL,
                        what + "the queue had no room" + after + " of " + limit("send", options.sendTimeout(), options)
                                + known
                                + "; not sent. Send less often, allow more time, or give the port a larger queue");
            case LINK_FULL ->
                new SendTimeoutException(
                        Cause.LINK_FULL,
                        what + "the link had no room" + after + known + "; not sent. See whether the owner runs");
            case UNDECIDED ->
                new SendTimeoutException(
                        Cause.UNDECIDED,
                        what + "no verdict" + after + known
                                + "; whether it was taken is not known. See whether the owner is stopped");
            case NO_REPLY ->
                new ReplyTimeoutException(
                        Cause.NO_REPLY,
                        what + "sent, but no reply" + after + " of " + limit("reply", options.replyTimeout(), options)
                                + known
                                + "; it may still be handled. See what the handler does, or allow more time");
            case INVALIDATED, OWNER_STOPPED, PEER_DIED, SERVICE_STOPPED ->
                new PortBecameInvalidException(
                        cause(invalidation(why).reason()),
                        what + "became invalid" + after + " (" + why.detail() + "); connect again when it is back");
            default -> notCarried(why.kind(), what, after + known);
        };
    }

    private static TransportException notCarried(Failure.Kind kind, String what, String rest) {
        return switch (kind) {
            case TOO_LARGE ->
                new TransportException(
                        Cause.TOO_LARGE,
                        what + "the message is too large" + rest
                                + "; not sent. Send it in parts, or raise the limit on both sides");
            case REPLY_TOO_LARGE ->
                new TransportException(
                        Cause.REPLY_TOO_LARGE,
                        what + "the reply is too large" + rest + "; ask for less, or raise the limit on both sides");
            case HANDLER_FAILED ->
                new TransportException(
                        Cause.HANDLER_FAILED,
                        what + "the handler failed" + rest + "; its owner's log says more, and the port goes on");
            case DROPPED ->
                new TransportException(
                        Cause.REPLY_DROPPED,
                        what + "the handler dropped the request unanswered" + rest
                                + "; see what becomes of its responders, or request again");
            default ->
                new TransportException(
                        Cause.REFUSED, what + "refused" + rest + "; send what the port takes, as its owner may");
        };
    }

    /** What failed, and how the queue is, unless that is just what failed. */
    private static String known(RemotePort port, Failure why) {
        String queue = port.destination().queue();
        return " (" + why.detail() + (why.detail().startsWith("queue ") ? "" : "; " + queue) + ")";
    }

    /** In CF's shape an interrupt is the timeout of the part that it ended, as far as that is known. */
    static SendResult interrupted(RemotePort port, boolean wantsReply) {
        return new SendResult(
                wantsReply ? SendStatus.RECEIVE_TIMEOUT : SendStatus.SEND_TIMEOUT,
                Optional.of(Cause.INTERRUPTED),
                Optional.empty(),
                port.describe() + ": the thread was interrupted while it waited ("
                        + port.destination().queue() + "); " + (wantsReply ? "it may still be handled" : "not sent")
                        + ". Clear the interrupt and send again");
    }

    /** The wait of the very thread that serves the port. */
    static WouldDeadlockException wouldWaitForItself(RemotePort port) {
        return new WouldDeadlockException(port.describe() + ": "
                + Thread.currentThread().getName() + " serves this port and would wait for itself after 0 ms ("
                + port.destination().queue()
                + "); not sent. Use requestAsync in handlers, or send with a send timeout of zero");
    }

    /** The wait in a mode of the thread that serves the port in others only. */
    static WouldDeadlockException notServedIn(RemotePort port, String loop, String mode) {
        return new WouldDeadlockException(
                port.describe() + ": " + loop + " alone serves this port, and not in the mode "
                        + mode + " that it would wait in, after 0 ms ("
                        + port.destination().queue()
                        + "); not sent. Add the port's source to that mode, or use requestAsync");
    }

    /** The wait that closes a circle of waits. */
    static WouldDeadlockException wouldWaitInCycle(RemotePort port, String cycle, Duration waited) {
        return new WouldDeadlockException(port.describe() + ": a circle of waits after " + waited.toMillis() + " ms ("
                + cycle + "; " + port.destination().queue()
                + "); not sent. Use requestAsync in handlers, or wait in a run loop mode that serves the port");
    }

    static PortInvalidException invalid(RemotePort port, Invalidation end) {
        return new PortInvalidException(
                cause(end.reason()),
                port.describe() + ": the port was invalid before the call, which waited 0 ms (" + end.detail()
                        + "); not sent. Connect again when it is back");
    }

    static TransportException tooLarge(RemotePort port, int size, int limit) {
        return new TransportException(
                Cause.TOO_LARGE,
                port.describe() + ": the message is too large after 0 ms (" + size + " bytes, the limit is " + limit
                        + "; "
                        + port.destination().queue()
                        + "); not sent. Send it in parts, or raise the limit on both sides");
    }

    static TransportException nestedTooDeep(RemotePort port, String loop) {
        return new TransportException(
                Cause.NESTED_TOO_DEEP,
                port.describe() + ": " + loop + " waits for " + RemoteMessagePort.MAX_NESTED_WAITS
                        + " replies already, one inside of the other, after 0 ms ("
                        + port.destination().queue()
                        + "); not sent. Use requestAsync in handlers");
    }

    static Invalidation invalidation(Failure death) {
        return switch (death.kind()) {
            case OWNER_STOPPED -> new Invalidation(Invalidation.Reason.OWNER_STOPPED, death.detail());
            case PEER_DIED -> new Invalidation(Invalidation.Reason.PEER_DIED, death.detail());
            case SERVICE_STOPPED -> new Invalidation(Invalidation.Reason.SERVICE_STOPPED, death.detail());
            default -> new Invalidation(Invalidation.Reason.EXPLICIT, death.detail());
        };
    }

    static Failure failure(Invalidation end) {
        return new Failure(
                switch (end.reason()) {
                    case EXPLICIT -> Failure.Kind.INVALIDATED;
                    case OWNER_STOPPED -> Failure.Kind.OWNER_STOPPED;
                    case PEER_DIED -> Failure.Kind.PEER_DIED;
                    case SERVICE_STOPPED -> Failure.Kind.SERVICE_STOPPED;
                },
                end.detail());
    }

    private static Cause cause(Invalidation.Reason reason) {
        return switch (reason) {
            case EXPLICIT -> Cause.INVALIDATED;
            case OWNER_STOPPED, SERVICE_STOPPED -> Cause.OWNER_STOPPED;
            case PEER_DIED -> Cause.PEER_DIED;
        };
    }

    private static String limit(String part, Duration timeout, SendOptions options) {
        boolean whole =
                options.total().compareTo(timeout) <= 0 && !options.total().equals(SendOptions.FOREVER);
        return whole ? text(options.total()) + " for the whole call" : "a " + part + " timeout of " + text(timeout);
    }

    private static String text(Duration timeout) {
        return timeout.equals(SendOptions.FOREVER) ? "for ever" : timeout.toMillis() + " ms";
    }
}
