package org.roadstead.transport.uds.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The entries of the directory: a socket file {@code s-<nonce>} per listening socket, and a hard link to one of them,
 * {@code n-<hash>}, per name. Any thread. What unlinks does so under the directory lock, after a test under the lock.
 */
final class Entries {
    /** The length of every entry's name: a letter, a dash, 120 bits in base 32. */
    static final int NAME_LENGTH = 2 + 24;

    private static final String SOCKET = "s-";
    private static final String NAME = "n-";
    private static final Pattern ENTRY = Pattern.compile("[sn]-[a-z2-7]{24}");
    private static final char[] BASE_32 = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * An entry as it was found.
     *
     * @param path where
     * @param key which socket: the inode, and the time of its making, as an inode's number is soon used again
     */
    record Entry(Path path, String key) {
        boolean isSocket() {
            return path.getFileName().toString().startsWith(SOCKET);
        }
    }

    private final UserDirectory directory;
    private final DirectoryLock lock;

    Entries(UserDirectory directory, DirectoryLock lock) {
        this.directory = directory;
        this.lock = lock;
    }

    UserDirectory directory() {
        return directory;
    }

    DirectoryLock lock() {
        return lock;
    }

    /** The path of a name's entry. Hashed, so that no name can be too long, differ in case only, or be a path. */
    Path ofName(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return directory.path().resolve(NAME + base32(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** A path for a new socket. */
    Path freshSocket() {
        return directory.path().resolve(freshName(SOCKET));
    }

    /** A file name that nobody else uses. */
    static String freshName(String prefix) {
        byte[] nonce = new byte[15];
        RANDOM.nextBytes(nonce);
        return prefix + base32(nonce);
    }

    /** The path that an endpoint's address means, if it is an entry of this directory. */
    Optional<Path> ofAddress(String address) {
        Path path;
        try {
            path = Path.of(address);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
        return directory.path().equals(path.getParent())
                        && ENTRY.matcher(path.getFileName().toString()).matches()
                ? Optional.of(path)
                : Optional.empty();
    }

    /** Looks at one entry. */
    static Optional<Entry> find(Path path) throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            long made = found.lastModifiedTime().to(TimeUnit.NANOSECONDS);
            return Optional.of(new Entry(path, found.fileKey() + "@" + Long.toHexString(made)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** All entries that are there, sockets and names. */
    List<Entry> all() throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(
                directory.path(),
                path -> ENTRY.matcher(path.getFileName().toString()).matches())) {
            for (Path path : paths) {
                find(path).ifPresent(entries::add);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }

    /** Removes an entry whose owner seemed dead, and all else of that owner, if under the lock it still is. */
    void removeIfStale(Entry entry) throws IOException {
        lock.locked(() -> {
            boolean unchanged = find(entry.path()).filter(entry::equals).isPresent();
            if (unchanged && SocketProbe.ask(entry.path()) == SocketProbe.Answer.STALE) {
                for (Entry other : all()) {
                    if (other.key().equals(entry.key())) {
                        Files.deleteIfExists(other.path());
                    }
                }
            }
            return null;
        });
    }

    /** Removes all that dead owners left. Under the lock. */
    void sweep() throws IOException {
        Map<String, SocketProbe.Answer> answers = new HashMap<>();
        for (Entry entry : all()) {
            if (answers.computeIfAbsent(entry.key(), key -> SocketProbe.ask(entry.path()))
                    == SocketProbe.Answer.STALE) {
                Files.deleteIfExists(entry.path());
            }
        }
    }

    /** Removes an entry if it still leads to the given socket. Under the lock. */
    static void removeOwn(Path path, String key) throws IOException {
        if (find(path).filter(entry -> entry.key().equals(key)).isPresent()) {
            Files.deleteIfExists(path);
        }
    }

    /** The first 120 bits. */
    private static String base32(byte[] bytes) {
        StringBuilder text = new StringBuilder(24);
        for (int bit = 0; bit < 120; bit += 5) {
            int two = (bytes[bit / 8] & 0xff) << 8 | (bit / 8 + 1 < bytes.length ? bytes[bit / 8 + 1] & 0xff : 0);
            text.append(BASE_32[two >> (11 - bit % 8) & 31]);
        }
        return text.toString();
    }
}
