package org.roadstead.core.port;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.roadstead.core.mach.Deadline;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.node.LinkLostException;
import org.roadstead.core.node.Resolution;
import org.roadstead.port.Cause;
import org.roadstead.port.MessagePortException;
import org.roadstead.port.NoSuchPortException;
import org.roadstead.port.PortBecameInvalidException;
import org.roadstead.port.PortName;
import org.roadstead.port.PortOwner;
import org.roadstead.port.ReplyTimeoutException;
import org.roadstead.port.SendOptions;
import org.roadstead.port.TransportException;
import org.roadstead.runtime.EventOptions;
import org.roadstead.runtime.EventStream;
import org.roadstead.runtime.NodeSnapshot;
import org.roadstead.runtime.PortRuntime;
import org.roadstead.transport.Endpoint;
import org.roadstead.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runtime service of one kernel. */
final class KernelRuntime implements PortRuntime {
    private static final Logger LOG = LoggerFactory.getLogger(KernelRuntime.class);
    private static final PortName CONTROL = PortName.of("roadstead:control");

    private final Kernel kernel;

    KernelRuntime(Kernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public NodeSnapshot snapshot() {
        return kernel.snapshot();
    }

    @Override
    public EventStream events(EventOptions options, Duration timeout) throws InterruptedException {
        EventFeed feed = new EventFeed(kernel.events(), options);
        if (timeout.isZero()) {
            return feed;
        }
        try {
            everyControl(Deadline.after(timeout), (port, share) -> {
                feed.follow(port);
                return true;
            });
        } catch (InterruptedException | RuntimeException e) {
            feed.close();
            throw e;
        }
        return feed;
    }

    /** What is done with the control port of another node. */
    private interface Visit {
        /** Tells whether the port is kept open. */
        boolean visit(RemotePort control, long deadline) throws IOException, InterruptedException;
    }

    @Override
    public List<NodeSnapshot> nodes(Duration timeout) throws InterruptedException {
        long deadline = Deadline.after(timeout);
        List<NodeSnapshot> others = new ArrayList<>();
        everyControl(deadline, (port, share) -> {
            Duration left = Duration.ofNanos(Math.max(1, Deadline.left(share)));
            NodeSnapshot other =
                    SnapshotCodec.decode(port.request(ControlPort.SNAPSHOT, null, SendOptions.timeout(left))
                            .toByteArray());
            if (others.stream().noneMatch(known -> known.id().equals(other.id()))) {
                others.add(other);
            }
            return false;
        });
        others.sort(Comparator.comparing(NodeSnapshot::id));
        others.add(0, snapshot());
        return others;
    }

    private void everyControl(long deadline, Visit visit) throws InterruptedException {
        for (Transport transport : kernel.node().transports()) {
            List<Endpoint> endpoints;
            try {
                endpoints = transport.directory().nodes();
            } catch (IOException e) {
                LOG.warn("the name directory of {} cannot be read: {}", transport.name(), e.toString());
                continue;
            }
            for (Endpoint endpoint : endpoints) {
                // A node that does not run may use up half of the time that is left, so that those after it are heard.
                long share = System.nanoTime() + Deadline.left(deadline) / 2;
                ask(transport, endpoint, share, visit);
            }
        }
    }

    private void ask(Transport transport, Endpoint endpoint, long deadline, Visit visit) throws InterruptedException {
        boolean kept = false;
        RemotePort port = null;
        try {
            Resolution control = kernel.node().controlAt(transport, endpoint, deadline);
            if (control == null) {
                return;
            }
            PortOwner owner = new PortOwner(control.owner(), control.nodeLabel(), control.pid(), control.since());
            port = new RemotePort(
                            kernel.ownSpace(), CONTROL, control.port(), owner, control.transport(), control::release)
                    .open();
            kept = visit.visit(port, deadline);
        } catch (IOException | LinkLostException | MessagePortException e) {
            LOG.debug("the node at {} is left out: {}", endpoint.address(), e.toString());
        } finally {
            if (port != null && !kept) {
                port.close();
            }
        }
    }

    @Override
    public Duration ping(PortName name, Duration timeout) throws InterruptedException {
        if (kernel.names().local(name) != null) {
            return Duration.ZERO;
        }
        long deadline = Deadline.after(timeout);
        try {
            Resolution found = kernel.node().connect(name.value(), kernel.origin(), deadline);
            if (found == null) {
                throw new NoSuchPortException(name, "no live port has the name " + name + "; start its owner");
            }
            try {
                long began = System.nanoTime();
                kernel.node().ping(found, deadline);
                return Duration.ofNanos(System.nanoTime() - began);
            } finally {
                found.release();
            }
        } catch (IOException e) {
            throw new TransportException(Cause.REFUSED, "port " + name + " could not be reached: " + e.getMessage());
        } catch (LinkLostException e) {
            if (e.why().kind() == Failure.Kind.UNDECIDED) {
                throw new ReplyTimeoutException(Cause.NO_REPLY, "port " + name + ": " + e.getMessage());
            }
            throw new PortBecameInvalidException(Cause.PEER_DIED, "port " + name + ": " + e.getMessage());
        }
    }
}
