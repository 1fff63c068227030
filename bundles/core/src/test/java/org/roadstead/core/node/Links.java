package org.roadstead.core.node;

import java.time.Duration;
import java.util.List;
import org.roadstead.core.mach.Deadline;

/** For tests of other layers: what happens on the links between nodes. */
public final class Links {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Links() {}

    /** No send ends undecided, however busy the machine is. */
    public static void patient(Node node) {
        node.verdictPatience(PATIENCE);
    }

    /** Returns when all that was sent between nodes before the call, and what that caused in turn, has been read. */
    public static void settle(List<Node> nodes) {
        for (int round = 0; round < 3; round++) {
            for (Node node : nodes) {
                for (Peer peer : node.peers().all()) {
                    ping(peer);
                }
            }
        }
    }

    private static void ping(Peer peer) {
        boolean interrupted = Thread.interrupted();
        try {
            peer.questions().ping(Deadline.after(PATIENCE));
        } catch (LinkLostException e) {
            // what is lost has nothing under way
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Tells whether a thread waits for a frame: it reads a link, or waits behind one that does. */
    public static boolean isWaiting(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().equals(ReaderRole.class.getName())
                    && frame.getMethodName().equals("await")) {
                return true;
            }
        }
        return false;
    }
}
