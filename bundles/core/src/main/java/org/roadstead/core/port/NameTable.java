package org.roadstead.core.port;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.roadstead.core.mach.Deadline;
import org.roadstead.core.mach.Port;
import org.roadstead.core.node.LinkLostException;
import org.roadstead.core.node.Names;
import org.roadstead.core.node.Node;
import org.roadstead.core.node.PortEntry;
import org.roadstead.core.node.Resolution;
import org.roadstead.port.PortName;
import org.roadstead.port.PortOwner;
import org.roadstead.port.PortScope;
import org.roadstead.transport.NameTakenException;
import org.roadstead.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The names of the ports of one kernel. A name is taken here by one atomic put, then claimed in the name directories. */
final class NameTable implements Names, Listing {
    private static final Duration ASK_OWNER = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(NameTable.class);

    private final Kernel kernel;
    private final Map<String, Named> ports = new ConcurrentHashMap<>();
    private final Set<Connecting> connecting = ConcurrentHashMap.newKeySet();

    private final Releases releases;

    NameTable(Kernel kernel, Releases releases) {
        this.kernel = kernel;
        this.releases = releases;
    }

    @Override
    public PortEntry find(String name) {
        Named port = ports.get(name);
        return port == null || !port.isValid() || port.scope() != PortScope.USER ? null : port.entry();
    }

    @Override
    public Named local(PortName name) {
        Named port = ports.get(name.value());
        return port == null || !port.isValid() ? null : port;
    }

    @Override
    public Collection<Named> all() {
        return ports.values();
    }

    @Override
    public Listing parent() {
        return null;
    }

    @Override
    public boolean isEnded() {
        return false;
    }

    @Override
    public Listing subset(Port requestor) {
        return new Subset(this, requestor).open();
    }

    /** Takes the port's name, here and in the directories. */
    @Override
    public void claim(Named port) {
        if (port.name().isEmpty()) {
            return;
        }
        PortName name = port.name().get();
        Named other = ports.putIfAbsent(name.value(), port);
        if (other != null) {
            throw Listing.inUse(name, other.owner());
        }
        try {
            if (port.scope() == PortScope.USER) {
                publish(port, name);
            }
        } catch (RuntimeException | Error e) {
            remove(port);
            throw e;
        }
        connecting.forEach(waiting -> waiting.appeared(name));
    }

    private void publish(Named port, PortName name) {
        String problem = "there is no name directory yet";
        for (Transport transport : kernel.node().transports()) {
            try {
                port.publication().publish(transport, name.value(), releases);
            } catch (NameTakenException e) {
                throw Listing.inUse(name, ownerOf(transport, e, name));
            } catch (IOException e) {
                problem = e.getMessage();
                LOG.warn("{} is not published: {}", port, problem);
            }
        }
        if (port.requirePublished() && !port.publication().isPublished()) {
            throw new IllegalStateException(port + " must be published, but " + problem);
        }
    }

    /** Gives the port's name free everywhere. */
    @Override
    public void remove(Named port) {
        // The directories first: as long as an entry leads here, the table can say whose it is.
        port.publication().withdraw(releases);
        port.name().ifPresent(name -> ports.remove(name.value(), port));
    }

    void attached(Transport transport) {
        for (Named port : ports.values()) {
            if (port.scope() == PortScope.USER) {
                port.publication()
                        .publishLate(transport, port, port.name().orElseThrow().value(), releases);
            }
        }
    }

    void detached(Transport transport) {
        List.copyOf(ports.values()).forEach(port -> port.publication().withdraw(transport, releases));
    }

    void add(Connecting waiting) {
        connecting.add(waiting);
    }

    /** An owner has stopped: what it waits for ends. */
    void spaceClosed(Space space) {
        connecting.forEach(waiting -> waiting.spaceClosed(space));
    }

    void remove(Connecting waiting) {
        connecting.remove(waiting);
    }

    private PortOwner ownerOf(Transport transport, NameTakenException taken, PortName name) {
        Node node = kernel.node();
        try {
            Resolution found =
                    node.resolveAt(transport, taken.owner(), name.value(), kernel.origin(), Deadline.after(ASK_OWNER));
            if (found == null) {
                return null;
            }
            found.release();
            return new PortOwner(found.owner(), found.nodeLabel(), found.pid(), found.since());
        } catch (IOException | LinkLostException e) {
            LOG.debug("the owner of {} could not be asked: {}", name, e.toString());
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
