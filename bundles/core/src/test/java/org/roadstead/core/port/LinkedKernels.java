package org.roadstead.core.port;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.roadstead.core.mach.MachLimits;
import org.roadstead.core.node.Links;
import org.roadstead.core.node.Node;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.SendRight;
import org.roadstead.port.PortRegistry;
import org.roadstead.transport.uds.internal.UdsTransport;

/** Kernels that meet over Unix sockets, with spaces of rights in each in turn. Each has a courier, a space that hands rights over. */
public final class LinkedKernels implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path directory;
    private final List<Member> members = new ArrayList<>();
    private int spaces;

    private static final class Member {
        final Kernel kernel;
        final UdsTransport transport;
        final PortSpace courier;
        final ReceiveRight mail;

        Member(int number, Path directory, Limits limits) {
            kernel = new Kernel("kernel " + number, limits);
            transport = UdsTransport.at(directory);
            kernel.attach(transport);
            Links.patient(kernel.node());
            PortRegistry registry = kernel.registry("courier");
            courier = registry.space();
            mail = courier.allocate();
            registry.bootstrap().register("courier." + number, mail);
        }
    }

    /** Makes so many kernels. */
    public LinkedKernels(int number, MachLimits limits) {
        try {
            directory = Files.createTempDirectory(
                    "rst", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        for (int i = 0; i < number; i++) {
            members.add(new Member(i, directory, new Limits(limits.data(), Duration.ofSeconds(5), limits.backlog())));
        }
    }

    /** Makes a space in the next kernel. */
    public PortSpace space(String owner) {
        return space(spaces++ % members.size(), owner + " " + spaces);
    }

    /** Makes a space in a kernel. */
    public PortSpace space(int kernel, String owner) {
        return members.get(kernel).kernel.registry(owner).space();
    }

    /** Gives another space a copy of a send right, by the couriers' hands. */
    public SendRight give(PortSpace from, PortRight right, PortSpace to) {
        Member sender = of(from);
        Member receiver = of(to);
        if (sender == receiver) {
            return from.insertSend(to, right);
        }
        PortRight mail = lookUp(sender, members.indexOf(receiver));
        SendRight sent = from.insertSend(sender.courier, right);
        sender.courier.send(Message.to(mail, 1, PortItem.send(sent)), MsgOptions.NONE);
        sender.courier.deallocate(sent);
        Message arrived = receiver.courier
                .receive(receiver.mail, MsgOptions.NONE.withReceiveTimeout(PATIENCE))
                .message();
        PortRight carried = ((PortItem) arrived.items().get(0)).rights().get(0);
        SendRight given = receiver.courier.insertSend(to, carried);
        receiver.courier.deallocate(carried);
        settle();
        return given;
    }

    private PortRight lookUp(Member by, int number) {
        return by.kernel
                .registry("courier")
                .bootstrap()
                .lookUp("courier." + number)
                .right();
    }

    private Member of(PortSpace space) {
        return members.stream()
                .filter(member -> {
                    try {
                        return member.kernel.space(space) != null;
                    } catch (IllegalArgumentException e) {
                        return false;
                    }
                })
                .findFirst()
                .orElseThrow();
    }

    /** Returns when all that was under way has come. */
    public void settle() {
        Links.settle(nodes());
    }

    private List<Node> nodes() {
        return members.stream().map(member -> member.kernel.node()).toList();
    }

    /** Ends a kernel as the end of its process looks to the others. */
    public void kill(int kernel) {
        members.get(kernel).transport.close();
    }

    @Override
    public void close() {
        members.forEach(member -> member.kernel.close());
        members.forEach(member -> member.transport.close());
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
