package org.roadstead.core.port;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.roadstead.transport.NameClaim;
import org.roadstead.transport.NameTakenException;
import org.roadstead.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In which name directories a port's name is claimed.
 *
 * <p>Whoever puts {@link #PENDING} for a transport claims there, so nobody claims twice; the claim replaces it, unless the
 * publication was withdrawn meanwhile, and then whoever claimed gives the name free again. No lock is held while a directory
 * works.
 */
final class Publication {
    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

    private static final NameClaim PENDING = new NameClaim() {
        @Override
        public String name() {
            return "";
        }

        @Override
        public void close() {}
    };

    private final Map<Transport, NameClaim> claims = new ConcurrentHashMap<>();
    private volatile boolean withdrawn;
    private volatile String problem = "";

    /** Claims the name at one transport, if it is not claimed there yet. */
    void publish(Transport transport, String name, Releases releases) throws IOException {
        if (withdrawn || claims.putIfAbsent(transport, PENDING) != null) {
            return;
        }
        NameClaim claim = null;
        try {
            claim = transport.directory().claim(name);
        } finally {
            if (claim == null) {
                claims.remove(transport, PENDING);
            }
        }
        problem = "";
        if (!claims.replace(transport, PENDING, claim) || withdrawn) {
            claims.remove(transport, claim);
            releases.release(claim);
        }
    }

    /** Gives the name free everywhere, for good. */
    void withdraw(Releases releases) {
        withdrawn = true;
        List.copyOf(claims.keySet()).forEach(transport -> withdraw(transport, releases));
    }

    /** Gives the name free at one transport. */
    void withdraw(Transport transport, Releases releases) {
        NameClaim claim = claims.remove(transport);
        if (claim != null) {
            releases.release(claim);
        }
    }

    /** Returns what the port can be reached by. */
    List<String> reachedBy() {
        List<String> all = transports();
        all.add(0, "vm");
        return all;
    }

    private List<String> transports() {
        List<String> names = new ArrayList<>();
        claims.forEach((transport, claim) -> {
            if (claim != PENDING) {
                names.add(transport.name());
            }
        });
        return names;
    }

    /** Returns why the name is missing in a directory, or the empty string. */
    String problem() {
        return problem;
    }

    boolean isPublished() {
        return !transports().isEmpty();
    }

    /** Publishes at a transport that came late: a name that was taken before stays unpublished, with a warning. */
    void publishLate(Transport transport, Named port, String name, Releases releases) {
        try {
            publish(transport, name, releases);
        } catch (NameTakenException e) {
            problem = e.getMessage();
            LOG.warn("{} stays unpublished: {}", port, problem);
        } catch (IOException e) {
            problem = e.toString();
            LOG.warn("{} could not be published: {}", port, problem);
        }
    }
}
