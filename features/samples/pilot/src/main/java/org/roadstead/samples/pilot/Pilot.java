package org.roadstead.samples.pilot;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.SendOptions;
import org.roadstead.runloop.RunLoopMode;
import org.roadstead.runloop.RunLoopTimer;

/**
 * The program: asks the plug-in every ten seconds, as long as there is one, and says when it comes and goes. All callbacks run on this
 * bundle's run loop, so there is no thread and no lock here.
 */
@Component(service = {})
public final class Pilot {
    private static final PortName TIDES = PortName.of("sample.tides");
    private static final Duration ANY_TIME = Duration.ofDays(365);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final PortRegistry registry;
    private volatile boolean stopped;

    /**
     * Begins to look for the plug-in.
     *
     * @param registry this bundle's registry
     */
    @Activate
    public Pilot(@Reference PortRegistry registry) {
        this.registry = registry;
        find();
    }

    /** What this bundle has made ends with it; there is nothing to close. */
    @Deactivate
    void stop() {
        stopped = true;
    }

    private void find() {
        registry.connect(TIDES, ANY_TIME).thenAccept(this::found);
    }

    private void found(RemoteMessagePort tides) {
        say("the plug-in is here: " + tides.owner().label());
        tides.onInvalidated((port, why) -> {
            if (!stopped) {
                say("the plug-in has gone: " + why.detail());
                find();
            }
        });
        ask(tides);
    }

    private void ask(RemoteMessagePort tides) {
        tides.requestAsync(1, StandardCharsets.UTF_8.encode("Spithead"), SendOptions.timeout(PAUSE))
                .whenComplete((reply, failure) -> {
                    if (tides.isValid()) {
                        say(
                                failure != null
                                        ? failure.getMessage()
                                        : new String(reply.toByteArray(), StandardCharsets.UTF_8));
                        RunLoopTimer again = RunLoopTimer.once(PAUSE, timer -> ask(tides));
                        registry.runLoop().add(again, RunLoopMode.DEFAULT);
                    }
                });
    }

    private static void say(String what) {
        System.out.println("pilot: " + what);
    }
}
