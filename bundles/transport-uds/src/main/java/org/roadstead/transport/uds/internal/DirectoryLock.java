package org.roadstead.transport.uds.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread of one process at a time unlink or bind in a directory. Any thread; an interrupt is put off until the
 * section has run, as a thread that is stopping must still be able to give its names free.
 *
 * <p>Lock order, the only one in this bundle: the gate of this VM, then the lock on the file, then the monitor of
 * {@link UdsNameDirectory}, then that of {@link NodeSockets}; a link's registration comes alone. Nothing of the kernel, no listener and no wait for a peer comes under
 * any of them.
 *
 * <p>A file lock belongs to the process and is lost when <em>any</em> channel on the file is closed in it. So all
 * transports of a VM, of whatever class loader, first pass a gate: a lock of a JDK class, kept in the system properties
 * under the directory's real path. And the lock file is opened here and nowhere else.
 */
final class DirectoryLock {
    /** The name of the lock file. */
    static final String FILE = ".lock";

    private static final long SHORTEST_NAP = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_NAP = TimeUnit.MILLISECONDS.toNanos(20);

    /** What is done under the lock: short, and no call-out. */
    @FunctionalInterface
    interface Section<T> {
        T run() throws IOException;
    }

    private final Path directory;
    private final Path file;
    private final Duration patience;

    DirectoryLock(Path directory, Duration patience) {
        this.directory = directory;
        this.file = directory.resolve(FILE);
        this.patience = patience;
    }

    /** The gate of a directory in this VM. */
    static ReentrantLock gate(Path directory) {
        Object gate = System.getProperties()
                .computeIfAbsent("org.roadstead.directory.gate:" + directory, path -> new ReentrantLock());
        if (gate instanceof ReentrantLock lock) {
            return lock;
        }
        throw new IllegalStateException("the system property org.roadstead.directory.gate:" + directory
                + " is not ours, it is " + gate.getClass());
    }

    /**
     * Runs a section under the lock.
     *
     * @throws DirectoryLockedException if the lock was not free in time
     */
    <T> T locked(Section<T> section) throws IOException {
        return locked(section, patience);
    }

    /**
     * Runs a section under the lock, for whoever can wait less long than others.
     *
     * @throws DirectoryLockedException if the lock was not free in time
     */
    <T> T locked(Section<T> section, Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = Thread.interrupted();
        ReentrantLock gate = gate(directory);
        try {
            for (boolean passed = false; !passed; ) {
                try {
                    passed = gate.tryLock(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                    if (!passed) {
                        throw timeout(limit, "another thread of this VM holds it");
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            try {
                return lockedInFile(section, limit, deadline);
            } finally {
                gate.unlock();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> T lockedInFile(Section<T> section, Duration limit, long deadline) throws IOException {
        for (; ; ) {
            Object before = fileKey();
            try (FileChannel channel = FileChannel.open(
                            file,
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                    FileLock lock = waitFor(channel, limit, deadline)) {
                // Somebody may have removed the file while we waited; then others lock another one.
                if (lock.isValid() && before != null && before.equals(fileKey())) {
                    return section.run();
                }
            }
            if (before != null && System.nanoTime() - deadline >= 0) {
                throw timeout(limit, "the file " + FILE + " in it is removed again and again");
            }
        }
    }

    private FileLock waitFor(FileChannel channel, Duration limit, long deadline) throws IOException {
        boolean interrupted = false;
        try {
            for (long nap = SHORTEST_NAP; ; nap = Math.min(2 * nap, LONGEST_NAP)) {
                FileLock lock = tryLock(channel);
                if (lock != null) {
                    return lock;
                }
                if (System.nanoTime() - deadline >= 0) {
                    throw timeout(
                            limit,
                            "another process of this user holds it, perhaps one that is stopped or hangs; find it"
                                    + " with 'fuser " + file + "', then resume or end it. Do not remove the file");
                }
                LockSupport.parkNanos(nap);
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held in this VM by one that did not pass our gate: wait for it as for a process
        }
    }

    private Object fileKey() throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private DirectoryLockedException timeout(Duration limit, String who) {
        return new DirectoryLockedException(
                "the lock of the directory " + directory + " was not free within " + limit.toMillis() + " ms: " + who);
    }
}
