package org.roadstead.core.port;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.roadstead.core.mach.Deadline;
import org.roadstead.core.node.LinkLostException;
import org.roadstead.core.node.Names;
import org.roadstead.core.node.Node;
import org.roadstead.core.node.PortEntry;
import org.roadstead.core.node.Resolution;
import org.roadstead.port.NameInUseException;
import org.roadstead.port.PortName;
import org.roadstead.port.PortOwner;
import org.roadstead.port.PortScope;
import org.roadstead.transport.NameTakenException;
import org.roadstead.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The names of the ports of one kernel. A name is taken here by one atomic put, then claimed in the name directories. */
final class NameTable implements Names {
    private static final Duration ASK_OWNER = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(NameTable.class);

    private final Kernel kernel;
    private final Map<String, LocalPort> ports = new ConcurrentHashMap<>();
    private final Set<Connecting> connecting = ConcurrentHashMap.newKeySet();

    private final Releases releases;

    NameTable(Kernel kernel, Releases releases) {
        this.kernel = kernel;
        this.releases = releases;
    }

    @Override
    public PortEntry find(String name) {
        LocalPort port = ports.get(name);
        return port == null || !port.isValid() || port.options().scope() != PortScope.USER ? null : port.entry();
    }

    /** Returns the valid local port with a name, or null. */
    LocalPort local(PortName name) {
        LocalPort port = ports.get(name.value());
        return port == null || !port.isValid() ? null : port;
    }

    Collection<LocalPort> all() {
        return ports.values();
    }

    /** Takes the port's name, here and in the directories. */
    void claim(LocalPort port) {
        if (port.name().isEmpty()) {
            return;
        }
        PortName name = port.name().get();
        LocalPort other = ports.putIfAbsent(name.value(), port);
        if (other != null) {
            throw inUse(name, other.owner());
        }
        try {
            if (port.options().scope() == PortScope.USER) {
                publish(port, name);
            }
        } catch (RuntimeException | Error e) {
            remove(port);
            throw e;
        }
        connecting.forEach(waiting -> waiting.appeared(name));
    }

    private void publish(LocalPort port, PortName name) {
        String problem = "there is no name directory yet";
        for (Transport transport : kernel.node().transports()) {
            try {
                port.publication().publish(transport, name.value(), releases);
            } catch (NameTakenException e) {
                throw inUse(name, ownerOf(transport, e, name));
            } catch (IOException e) {
                problem = e.getMessage();
                LOG.warn("{} is not published: {}", port, problem);
            }
        }
        if (port.options().requirePublished() && !port.publication().isPublished()) {
            throw new IllegalStateException(port + " must be published, but " + problem);
        }
    }

    /** Gives the port's name free everywhere. */
    void remove(LocalPort port) {
        // The directories first: as long as an entry leads here, the table can say whose it is.
        port.publication().withdraw(releases);
        port.name().ifPresent(name -> ports.remove(name.value(), port));
    }

    void attached(Transport transport) {
        for (LocalPort port : ports.values()) {
            if (port.options().scope() == PortScope.USER) {
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

    private static NameInUseException inUse(PortName name, PortOwner owner) {
        String by = owner == null ? "another process, which did not say who it is" : owner + ", since " + owner.since();
        return new NameInUseException(
                name,
                owner,
                "the name " + name + " is in use by " + by + "; choose another name, or end that port first");
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
