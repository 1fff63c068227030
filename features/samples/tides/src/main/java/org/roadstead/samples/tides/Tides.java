package org.roadstead.samples.tides;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.osgi.service.component.annotations.Component;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.MessageHandler;
import org.roadstead.port.ServesPort;

/** The plug-in: tells when the next high tide at a place is. The port is there for as long as this component is. */
@Component
@ServesPort("sample.tides")
public final class Tides implements MessageHandler {
    private static final int MINUTES_BETWEEN = 745;

    /**
     * Called on this bundle's run loop, one message at a time.
     *
     * @param message the name of the place
     * @return the time
     */
    @Override
    public ByteBuffer handle(IncomingMessage message) {
        String place = StandardCharsets.UTF_8.decode(message.data()).toString();
        LocalTime now = LocalTime.now(ZoneId.systemDefault());
        long since = Math.floorMod(now.toSecondOfDay() / 60 + place.hashCode(), MINUTES_BETWEEN);
        LocalTime high = now.plus(Duration.ofMinutes(MINUTES_BETWEEN - since)).truncatedTo(ChronoUnit.MINUTES);
        return StandardCharsets.UTF_8.encode("high tide at " + place + " is at " + high);
    }
}
