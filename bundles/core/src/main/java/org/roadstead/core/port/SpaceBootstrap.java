package org.roadstead.core.port;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.roadstead.core.mach.Deadline;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.FarPort;
import org.roadstead.core.mach.Handover;
import org.roadstead.core.mach.Port;
import org.roadstead.core.node.LinkLostException;
import org.roadstead.core.node.Resolution;
import org.roadstead.mach.Bootstrap;
import org.roadstead.mach.BootstrapResult;
import org.roadstead.mach.BootstrapReturn;
import org.roadstead.mach.LookUpResult;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.SendRight;
import org.roadstead.mach.ServiceInfo;
import org.roadstead.mach.SubsetResult;
import org.roadstead.port.NameInUseException;
import org.roadstead.port.PortName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The names of one name space, for one space of rights. Without state of its own. */
final class SpaceBootstrap implements Bootstrap {
    private static final Logger LOG = LoggerFactory.getLogger(SpaceBootstrap.class);

    private final Space space;
    private final Listing names;

    SpaceBootstrap(Space space, Listing names) {
        this.space = space;
        this.names = names;
    }

    @Override
    public BootstrapResult createService(String name) {
        PortName wanted = PortName.of(name);
        space.checkOpen();
        if (names.isEnded()) {
            return failed(BootstrapReturn.NOT_PRIVILEGED);
        }
        Declared made = Declared.open(space, names, wanted, PortSpace.DEFAULT_BACKLOG);
        try {
            made.claim();
        } catch (NameInUseException e) {
            return failed(BootstrapReturn.NAME_IN_USE);
        }
        PortRight right = Handover.give(made.port(), space.mach());
        if (right == PortRight.NULL) {
            made.end(new Failure(Failure.Kind.OWNER_STOPPED, space.owner() + " has stopped"));
        }
        return landed(right) instanceof SendRight ? done(right) : failed(BootstrapReturn.NOT_PRIVILEGED);
    }

    @Override
    public BootstrapResult checkIn(String name) {
        PortName wanted = PortName.of(name);
        space.checkOpen();
        if (names.isEnded()) {
            return failed(BootstrapReturn.NOT_PRIVILEGED);
        }
        Named found = names.find(wanted);
        if (found == null) {
            return failed(BootstrapReturn.UNKNOWN_SERVICE);
        }
        if (!(found instanceof Declared declared)) {
            boolean anothers = found instanceof Naming port && port.local().space() != space; // of another owner
            return failed(anothers ? BootstrapReturn.NOT_PRIVILEGED : BootstrapReturn.SERVICE_ACTIVE);
        }
        if (!declared.admits(space.key())) {
            return failed(BootstrapReturn.NOT_PRIVILEGED);
        }
        PortRight right = declared.checkIn(space.mach());
        if (right == null) {
            return failed(BootstrapReturn.SERVICE_ACTIVE);
        }
        return landed(right) instanceof ReceiveRight ? done(right) : failed(BootstrapReturn.UNKNOWN_SERVICE);
    }

    @Override
    public BootstrapResult lookUp(String name) {
        PortName wanted = PortName.of(name);
        space.checkNotClosed();
        if (names.isEnded()) {
            return failed(BootstrapReturn.NOT_PRIVILEGED);
        }
        Named found = names.find(wanted);
        PortRight right = found == null ? ofAnotherNode(wanted) : give(found.port());
        return right instanceof SendRight ? done(right) : failed(BootstrapReturn.UNKNOWN_SERVICE);
    }

    @Override
    public LookUpResult lookUp(List<String> wanted) {
        space.checkNotClosed();
        if (wanted.size() > MAX_LOOK_UP) {
            return new LookUpResult(BootstrapReturn.BAD_COUNT, List.of(), false);
        }
        List<PortRight> rights = new ArrayList<>(wanted.size());
        boolean allKnown = true;
        for (String name : wanted) {
            BootstrapResult one = lookUp(name);
            if (one.code() == BootstrapReturn.NOT_PRIVILEGED) {
                return new LookUpResult(one.code(), List.of(), false);
            }
            allKnown &= one.code().isSuccess();
            rights.add(one.right());
        }
        return new LookUpResult(BootstrapReturn.SUCCESS, rights, allKnown);
    }

    @Override
    public BootstrapReturn register(String name, PortRight right) {
        PortName wanted = PortName.of(name);
        Objects.requireNonNull(right, "the right is null; no port is PortRight.NULL");
        space.checkOpen();
        if (names.isEnded()) {
            return BootstrapReturn.NOT_PRIVILEGED;
        }
        if (right == PortRight.NULL) {
            return unregister(names.local(wanted));
        }
        Port port = Handover.take(space.mach(), right);
        if (port == null) {
            return BootstrapReturn.NOT_PRIVILEGED;
        }
        Registered made = new Registered(space, names, wanted, port);
        try {
            made.claim();
        } catch (NameInUseException e) {
            boolean waits = names.local(wanted) instanceof Declared declared && !declared.isActive();
            return waits ? BootstrapReturn.NAME_IN_USE : BootstrapReturn.SERVICE_ACTIVE;
        }
        if (space.isClosed()) {
            made.spaceClosed(space); // its end may have looked before the name was there
        }
        return made.isValid() ? BootstrapReturn.SUCCESS : BootstrapReturn.NOT_PRIVILEGED;
    }

    private BootstrapReturn unregister(Named named) {
        if (named == null) {
            return BootstrapReturn.UNKNOWN_SERVICE;
        }
        if (!(named instanceof Service service) || !service.belongsTo(space.key())) {
            return BootstrapReturn.NOT_PRIVILEGED;
        }
        service.end(new Failure(Failure.Kind.INVALIDATED, "its name was taken back by " + space.owner()));
        return BootstrapReturn.SUCCESS;
    }

    @Override
    public List<ServiceInfo> info() {
        space.checkNotClosed();
        return names.all().stream()
                .filter(Named::isValid)
                .map(named -> new ServiceInfo(
                        named.name().orElseThrow().value(), named.owner().label(), named.isActive()))
                .sorted(Comparator.comparing(ServiceInfo::name))
                .toList();
    }

    @Override
    public SubsetResult subset(PortRight requestor) {
        Objects.requireNonNull(requestor, "the right is null; no port is PortRight.NULL");
        space.checkOpen();
        Port port = names.isEnded() ? null : Handover.take(space.mach(), requestor);
        if (port == null) {
            return new SubsetResult(BootstrapReturn.NOT_PRIVILEGED, null);
        }
        Listing made = names.subset(port);
        port.release();
        return made.isEnded()
                ? new SubsetResult(BootstrapReturn.NOT_PRIVILEGED, null)
                : new SubsetResult(BootstrapReturn.SUCCESS, new SpaceBootstrap(space, made));
    }

    @Override
    public Bootstrap in(PortSpace other) {
        return new SpaceBootstrap(space.kernel().space(Objects.requireNonNull(other, "space")), names);
    }

    /** Asks the nodes that the directories know. Blocks for as long as that may take. */
    private PortRight ofAnotherNode(PortName wanted) {
        Resolution found = null;
        try {
            found = space.kernel()
                    .node()
                    .connect(
                            wanted.value(),
                            space.origin(),
                            Deadline.after(space.kernel().limits().grace()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | LinkLostException e) {
            LOG.debug("the name {} cannot be looked up: {}", wanted, e.toString());
        }
        if (found == null) {
            return PortRight.NULL;
        }
        FarPort port = found.face();
        found.release();
        PortRight right = give(port);
        port.release();
        return right;
    }

    private PortRight give(Port port) {
        return landed(Handover.give(port, space.mach()));
    }

    /** Only a space that has ended is given nothing at all. */
    private PortRight landed(PortRight right) {
        if (right == PortRight.NULL) {
            space.checkNotClosed();
        }
        return right;
    }

    private static BootstrapResult done(PortRight right) {
        return new BootstrapResult(BootstrapReturn.SUCCESS, right);
    }

    private static BootstrapResult failed(BootstrapReturn why) {
        return new BootstrapResult(why, PortRight.NULL);
    }

    @Override
    public String toString() {
        return "the names for the space of " + space.owner();
    }
}
