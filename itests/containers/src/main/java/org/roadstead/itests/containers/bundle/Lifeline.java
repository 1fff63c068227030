package org.roadstead.itests.containers.bundle;

import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Ends the process when its standard input ends, as it does when the test is gone: for containers that take no notice of it, so
 * that none outlives the test, even if that was killed.
 */
@Component(service = {})
public final class Lifeline {
    /** Watches from now on, also when the bundle has stopped. */
    @Activate
    public Lifeline() {
        Thread watch = new Thread(Lifeline::watch, "peer-lifeline");
        watch.setDaemon(true);
        watch.start();
    }

    private static void watch() {
        try {
            while (System.in.read() >= 0) {
                // Nobody writes.
            }
        } catch (IOException e) {
            // That is an end as well.
        }
        Runtime.getRuntime().halt(0);
    }
}
