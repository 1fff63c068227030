package org.roadstead.transport.uds.internal;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;

/**
 * Tells by the kernel's word whether a peer is of our user, before a byte is read or written. Fails closed: what cannot
 * be told is refused. {@link UserDirectory} sees to it that our own user is never {@code nobody}, as which every user
 * without a mapping appears in a user namespace. Immutable; any thread.
 *
 * <p>The option and its value are looked up by name, since the class of the value is of the module {@code jdk.net},
 * which a runtime image may lack.
 */
final class PeerCheck {
    private static final String OPTION = "SO_PEERCRED";

    private final UserPrincipal own;

    PeerCheck(UserPrincipal own) {
        this.own = own;
    }

    /** Refuses a runtime that cannot tell peers. Called before anything listens. */
    static void requireSupport() throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            option(channel);
        }
    }

    /** Tells whether a principal is the one of users that have no mapping. */
    static boolean isNobody(UserPrincipal user) throws IOException {
        UserPrincipalLookupService users = FileSystems.getDefault().getUserPrincipalLookupService();
        for (String name : new String[] {"nobody", "65534"}) {
            try {
                if (user.equals(users.lookupPrincipalByName(name))) {
                    return true;
                }
            } catch (UserPrincipalNotFoundException e) {
                // This system has no such user, so the peer is not it.
            }
        }
        return false;
    }

    /**
     * Returns the peer's user if it is ours.
     *
     * @throws ForeignPeerException if it is not
     * @throws IOException if it cannot be told
     */
    UserPrincipal check(SocketChannel channel) throws IOException {
        UserPrincipal peer = user(channel.getOption(option(channel)));
        if (!peer.equals(own)) {
            throw new ForeignPeerException(
                    "the peer is of user " + peer.getName() + ", only " + own.getName() + " is allowed");
        }
        return peer;
    }

    private static SocketOption<?> option(SocketChannel channel) throws IOException {
        for (SocketOption<?> option : channel.supportedOptions()) {
            if (option.name().equals(OPTION)) {
                return option;
            }
        }
        throw new IOException("this Java runtime does not tell who a peer is (socket option " + OPTION
                + "), so no peer can be trusted; run on Linux or macOS with the module jdk.net");
    }

    private static UserPrincipal user(Object credentials) throws IOException {
        try {
            Object user = credentials.getClass().getMethod("user").invoke(credentials);
            if (user instanceof UserPrincipal principal) {
                return principal;
            }
            throw new IOException(OPTION + " has the unknown value " + credentials);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new IOException(OPTION + " has the unknown value " + credentials, e);
        }
    }

    /** The peer is of another user. */
    static final class ForeignPeerException extends IOException {
        private static final long serialVersionUID = 1L;

        ForeignPeerException(String message) {
            super(message);
        }
    }
}
