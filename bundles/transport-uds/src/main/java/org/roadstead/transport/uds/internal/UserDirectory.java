package org.roadstead.transport.uds.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The directory of this user's sockets and names: a real directory, ours, closed to everybody else. That nobody else can
 * enter it is what protects a socket file, so a directory that is not exactly so is refused and left as it was.
 *
 * @param path the directory, without symbolic links
 * @param owner our user: the owner of a file that we have just created
 */
record UserDirectory(Path path, UserPrincipal owner) {
    /** The longest path that Java binds a Unix domain socket to, in bytes. */
    static final int LONGEST_SOCKET_PATH = 106;

    private static final Set<PosixFilePermission> OURS_ALONE = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<?> CLOSED = PosixFilePermissions.asFileAttribute(OURS_ALONE);

    /**
     * Says where the directory is to be: what the property says, else the environment, else the system's directory of
     * running things, else the home directory, else the directory of temporary files.
     */
    static Path choose(UnaryOperator<String> property, UnaryOperator<String> environment) {
        String set = present(property.apply("roadstead.directory"));
        if (set == null) {
            set = present(environment.apply("ROADSTEAD_DIR"));
        }
        if (set != null) {
            return Path.of(set);
        }
        String running = present(environment.apply("XDG_RUNTIME_DIR"));
        if (running != null && isUsable(Path.of(running))) {
            return Path.of(running, "roadstead");
        }
        String home = present(property.apply("user.home"));
        if (home != null && isUsable(Path.of(home))) {
            return Path.of(home, ".roadstead", "run");
        }
        String user = String.valueOf(property.apply("user.name")).replaceAll("[^A-Za-z0-9._-]", "_");
        return Path.of(property.apply("java.io.tmpdir"), "roadstead-" + user);
    }

    /**
     * Opens the directory, creating it if it is missing.
     *
     * @throws IOException if it is not as it must be; the message names the path, what was found and what is allowed
     */
    static UserDirectory open(Path wanted) throws IOException {
        if (!wanted.isAbsolute()) {
            throw refusal(wanted, "is a relative path", "give an absolute one");
        }
        Path path = realPath(wanted.normalize());
        int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
        int longest = LONGEST_SOCKET_PATH - 1 - Entries.NAME_LENGTH;
        if (length > longest) {
            throw refusal(path, "has " + length + " bytes", "a socket's path leaves room for " + longest);
        }
        try {
            Files.createDirectories(path.getParent(), CLOSED);
            boolean created = create(path);
            PosixFileAttributes found =
                    Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            requireClosed(path, found);
            UserPrincipal us = created ? found.owner() : ownerOfNewFile(path);
            if (!found.owner().equals(us)) {
                throw refusal(path, "belongs to user " + found.owner().getName(), "it must belong to " + us.getName());
            }
            if (PeerCheck.isNobody(us)) {
                throw refusal(path, "belongs to nobody", "run as a user that has a mapping in this user namespace");
            }
            return new UserDirectory(path, us);
        } catch (AccessDeniedException e) {
            throw refusal(
                    path,
                    "belongs to " + ownerOf(path) + " and is closed to this user (no access to " + e.getFile() + ")",
                    "it must belong to the user of this process, with mode 0700");
        } catch (UnsupportedOperationException e) {
            throw new IOException(
                    "ports between processes need a POSIX file system, as on Linux and macOS, for " + path
                            + "; without one only ports within one VM work",
                    e);
        }
    }

    private static void requireClosed(Path path, PosixFileAttributes found) throws IOException {
        if (found.isSymbolicLink()) {
            throw refusal(path, "is a symbolic link", "it must be a directory itself");
        }
        if (!found.isDirectory()) {
            throw refusal(path, "is not a directory", "remove it, or set another one");
        }
        if (!found.permissions().equals(OURS_ALONE)) {
            throw refusal(
                    path,
                    "has the mode " + PosixFilePermissions.toString(found.permissions()),
                    "it must be rwx------ (chmod 700), as whoever can enter it can reach our sockets");
        }
    }

    /** Who owns a directory that we may not enter, as far as we may know. */
    private static String ownerOf(Path path) {
        try {
            return "user " + Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
        } catch (IOException e) {
            return "another user";
        }
    }

    private static boolean create(Path path) throws IOException {
        try {
            Files.createDirectory(path, CLOSED);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false; // looked at next
        }
    }

    /** Our own principal, by the word of the kernel: {@code user.name} can be set by anybody. */
    private static UserPrincipal ownerOfNewFile(Path directory) throws IOException {
        Path file = directory.resolve(Entries.freshName("t-"));
        Files.createFile(file);
        try {
            return Files.getOwner(file, LinkOption.NOFOLLOW_LINKS);
        } finally {
            Files.delete(file);
        }
    }

    /** The path without symbolic links before its last element, which need not exist. */
    private static Path realPath(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw refusal(path, "is a root directory", "set a directory of its own");
        }
        Path real = Files.exists(parent) ? parent.toRealPath() : realPath(parent);
        return real.resolve(path.getFileName());
    }

    private static boolean isUsable(Path parent) {
        return parent.isAbsolute() && Files.isDirectory(parent) && Files.isWritable(parent);
    }

    private static String present(String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static IOException refusal(Path path, String found, String allowed) {
        return new IOException("the directory " + path + " cannot be used for ports: it " + found + "; " + allowed
                + " (property roadstead.directory or environment ROADSTEAD_DIR sets another)");
    }
}
