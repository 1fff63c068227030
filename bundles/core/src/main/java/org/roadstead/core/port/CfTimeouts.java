package org.roadstead.core.port;

import java.time.Duration;
import org.roadstead.port.SendOptions;

/** The timeouts of {@code CFMessagePortSendRequest}: negative ones mean not to wait, and long ones for ever. */
final class CfTimeouts {
    /** 864,000 seconds, from which on CF sends without a limit. */
    private static final Duration FOREVER_TO_SEND = Duration.ofDays(10);

    private CfTimeouts() {}

    static SendOptions options(Duration send, Duration receive) {
        return new SendOptions(limited(send, FOREVER_TO_SEND), limited(receive, SendOptions.MAX_TIMEOUT));
    }

    private static Duration limited(Duration timeout, Duration forEver) {
        if (timeout.isNegative()) {
            return Duration.ZERO;
        }
        return timeout.compareTo(forEver) >= 0 ? SendOptions.FOREVER : timeout;
    }
}
