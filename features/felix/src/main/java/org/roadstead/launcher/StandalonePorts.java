package org.roadstead.launcher;

import org.roadstead.command.internal.PortSource;
import org.roadstead.port.PortRegistry;
import org.roadstead.runtime.PortRuntime;
import org.roadstead.standalone.Roadstead;
import org.roadstead.standalone.RoadsteadOptions;

/** A kernel without a framework, closed in good order also when a signal ends the process. */
final class StandalonePorts implements PortSource.Ports {
    private static final long CLOSE_LIMIT_MILLIS = 5_000;

    private final Roadstead roadstead;
    private final String label;
    private final Thread atSignal;

    private StandalonePorts(Roadstead roadstead, String label) {
        this.roadstead = roadstead;
        this.label = label;
        this.atSignal = new Thread(roadstead::close, "roadstead-at-signal");
    }

    static StandalonePorts open(String label) {
        RoadsteadOptions options = RoadsteadOptions.discover(label, StandalonePorts.class.getClassLoader());
        StandalonePorts ports = new StandalonePorts(Roadstead.open(options), label);
        Runtime.getRuntime().addShutdownHook(ports.atSignal);
        return ports;
    }

    @Override
    public PortRegistry registry() {
        return roadstead.registry(label);
    }

    @Override
    public PortRuntime runtime() {
        return roadstead.runtime();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atSignal);
        } catch (IllegalStateException e) {
            // A signal came, and its own thread closes the kernel already: what the caller does next must find it
            // closed.
            joinSignal();
        }
        roadstead.close();
    }

    private void joinSignal() {
        try {
            atSignal.join(CLOSE_LIMIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
