package org.roadstead.core.port;

import java.util.Optional;
import org.roadstead.core.mach.Port;
import org.roadstead.core.node.PortEntry;
import org.roadstead.port.PortName;
import org.roadstead.port.PortOwner;
import org.roadstead.port.PortScope;

/**
 * A name that a local port has, or is about to have. A port that is renamed gets another one of these, so each is claimed once and given
 * free once, and while a rename lasts both lead to the port.
 */
final class Naming implements Named {
    private final LocalPort local;
    private final PortName name;
    private final PortScope scope;
    private final boolean requirePublished;
    private final Publication publication = new Publication();

    /** Makes a name, null for none, that is not claimed yet. */
    Naming(LocalPort local, PortName name, PortScope scope, boolean requirePublished) {
        this.local = local;
        this.name = name;
        this.scope = scope;
        this.requirePublished = requirePublished;
    }

    LocalPort local() {
        return local;
    }

    @Override
    public Optional<PortName> name() {
        return Optional.ofNullable(name);
    }

    @Override
    public PortScope scope() {
        return scope;
    }

    @Override
    public boolean requirePublished() {
        return requirePublished;
    }

    @Override
    public Publication publication() {
        return publication;
    }

    @Override
    public boolean isValid() {
        return local.isValid();
    }

    @Override
    public boolean isActive() {
        return true;
    }

    @Override
    public Port port() {
        return local.port();
    }

    @Override
    public PortOwner owner() {
        return local.owner();
    }

    @Override
    public PortEntry entry() {
        return local.entry();
    }

    @Override
    public String toString() {
        return "local port " + (name == null ? "(unnamed)" : name) + " of "
                + local.space().owner();
    }
}
