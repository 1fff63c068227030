package org.roadstead.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;

/**
 * A framework's storage: a new private directory for each process, removed with it. A locked file inside says that the
 * process lives; what a killed one left is removed by the next that starts.
 */
final class FrameworkStorage implements AutoCloseable {
    private static final String PREFIX = "roadstead-shell-";
    private static final String LOCK = "lock";

    private final Path directory;
    private final FileChannel lockFile;

    private FrameworkStorage(Path directory, FileChannel lockFile) {
        this.directory = directory;
        this.lockFile = lockFile;
    }

    /** Creates a storage in a directory that others may use too, and removes what killed processes of ours left there. */
    static FrameworkStorage create(Path parent) throws IOException {
        while (true) {
            Path directory = Files.createTempDirectory(
                    parent, PREFIX, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            FileChannel lockFile = lock(directory, StandardOpenOption.CREATE_NEW);
            // No lock: another start took the directory for a left one before it was locked. It removes it.
            if (lockFile != null) {
                FrameworkStorage storage = new FrameworkStorage(directory, lockFile);
                storage.removeDeadSiblings();
                return storage;
            }
        }
    }

    Path bundles() {
        return directory.resolve("bundles");
    }

    Path scratch() {
        return directory.resolve("scratch");
    }

    /** Removes the directory. */
    @Override
    public void close() throws IOException {
        remove(directory, lockFile);
    }

    private void removeDeadSiblings() throws IOException {
        UserPrincipal me = Files.getOwner(directory);
        try (DirectoryStream<Path> siblings = Files.newDirectoryStream(directory.getParent(), PREFIX + "*")) {
            for (Path sibling : siblings) {
                try {
                    if (!sibling.equals(directory) && isDirectoryOf(me, sibling)) {
                        removeIfDead(sibling);
                    }
                } catch (NoSuchFileException e) {
                    // Its own process, or another start, removed it meanwhile: as wanted.
                }
            }
        }
    }

    private static boolean isDirectoryOf(UserPrincipal me, Path path) throws IOException {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(me);
    }

    private static void removeIfDead(Path sibling) throws IOException {
        if (!Files.exists(sibling.resolve(LOCK), LinkOption.NOFOLLOW_LINKS)) {
            // Made a moment ago and not locked yet, or left by a kill at that moment. The first one makes another.
            try {
                Files.delete(sibling);
            } catch (DirectoryNotEmptyException e) {
                // It has a lock by now: it lives.
                return;
            }
            return;
        }
        FileChannel lockFile = lock(sibling, StandardOpenOption.WRITE);
        if (lockFile != null) {
            remove(sibling, lockFile);
        }
    }

    /** Takes the lock of a directory; null if somebody has it, or the directory is being removed. */
    private static FileChannel lock(Path directory, StandardOpenOption how) throws IOException {
        Path file = directory.resolve(LOCK);
        FileChannel channel;
        try {
            channel = FileChannel.open(file, how, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
        if (tryLock(channel) != null && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return channel;
        }
        channel.close();
        return null;
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another storage of this very process has it.
            return null;
        }
    }

    /** Removes a directory whose lock we have: the lock goes last, so that nobody takes the rest for a new one. */
    private static void remove(Path directory, FileChannel lockFile) throws IOException {
        Path lock = directory.resolve(LOCK);
        try (lockFile) {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (!file.equals(lock)) {
                        Files.delete(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                    if (failure != null) {
                        throw failure;
                    }
                    if (!visited.equals(directory)) {
                        Files.delete(visited);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
            Files.deleteIfExists(lock);
            Files.deleteIfExists(directory);
        }
    }
}
