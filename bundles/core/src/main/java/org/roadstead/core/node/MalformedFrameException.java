package org.roadstead.core.node;

/** A peer sent what the protocol does not allow; its link is closed with this as the reason. */
final class MalformedFrameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedFrameException(String what) {
        super("malformed frame: " + what);
    }
}
