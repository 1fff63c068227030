package org.roadstead.core.port;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.roadstead.port.PortRegistry;
import org.roadstead.transport.uds.internal.UdsTransport;

/** An owner and a client of ports: in one kernel, or in two kernels that meet over Unix sockets. */
abstract class Arrangement implements AutoCloseable {
    static final Limits LIMITS = new Limits(1 << 20, Duration.ofMillis(300), 1024);

    abstract Kernel ownersKernel();

    abstract Kernel clientsKernel();

    PortRegistry owner() {
        return ownersKernel().registry("owner");
    }

    PortRegistry client() {
        return clientsKernel().registry("client");
    }

    @Override
    public abstract void close() throws IOException;

    static final class OneKernel extends Arrangement {
        private final Kernel kernel = new Kernel("one", LIMITS);

        @Override
        Kernel ownersKernel() {
            return kernel;
        }

        @Override
        Kernel clientsKernel() {
            return kernel;
        }

        @Override
        public void close() {
            kernel.close();
        }
    }

    static final class TwoKernels extends Arrangement {
        final Path directory;
        private final Kernel server = new Kernel("server", LIMITS);
        private final Kernel client = new Kernel("client", LIMITS);
        final UdsTransport serverTransport;
        final UdsTransport clientTransport;

        TwoKernels() throws IOException {
            directory = Files.createTempDirectory(
                    "rst", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            serverTransport = UdsTransport.at(directory);
            clientTransport = UdsTransport.at(directory);
            server.attach(serverTransport);
            client.attach(clientTransport);
        }

        @Override
        Kernel ownersKernel() {
            return server;
        }

        @Override
        Kernel clientsKernel() {
            return client;
        }

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
            clientTransport.close();
            serverTransport.close();
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
