package org.roadstead.port;

import java.util.Objects;
import java.util.Optional;

/**
 * What {@link RemoteMessagePort#sendRequest} returns: the number that {@code CFMessagePortSendRequest} returns, with what it puts into
 * {@code returnData}, and a finer cause. CF leaves {@code returnData} as it was on errors; here there is none then.
 *
 * @param status the outcome, with its number
 * @param cause why, finer; empty for success
 * @param reply the reply; empty on every error, and for a message that asks for none
 * @param text what happened and what to do, for people; empty for success
 */
public record SendResult(SendStatus status, Optional<Cause> cause, Optional<Reply> reply, String text) {
    /**
     * Checks that nothing is null.
     *
     * @param status the outcome, with its number
     * @param cause why, finer; empty for success
     * @param reply the reply; empty on every error, and for a message that asks for none
     * @param text what happened and what to do, for people; empty for success
     * @throws NullPointerException if a part is null
     */
    public SendResult {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(reply, "reply");
        Objects.requireNonNull(text, "text");
    }

    /**
     * Returns the number that Core Foundation publishes for the outcome.
     *
     * @return 0 to -5
     */
    public int code() {
        return status.code();
    }
}
