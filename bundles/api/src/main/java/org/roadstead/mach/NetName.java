package org.roadstead.mach;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The network name server of Mach ({@code netname(3)}), for one space of rights ({@code PortRegistry.netName()}): names for ports that
 * live, guarded by a signature. They are apart from the names of message ports and of {@link Bootstrap}, and known in this kernel
 * only.
 *
 * <p>Outcomes are values. A name is 1 to {@link #MAX_BYTES} bytes of UTF-8; another one throws {@link IllegalArgumentException}.
 * After the end of the space every method throws {@link IllegalStateException}. Safe for use by several threads; nothing waits.
 */
@ProviderType
public interface NetName {
    /** The longest name in bytes of UTF-8. */
    int MAX_BYTES = 80;

    /**
     * Gives a port a name ({@code netname_check_in}), until the port or the signature port dies. A name that was checked in with the
     * same signature is replaced.
     *
     * @param name the name
     * @param signature any right of this space to the port that guards the name; {@link PortRight#NULL} for none
     * @param port any right of this space to the port
     * @return {@link NetNameReturn#NOT_YOURS} or {@link NetNameReturn#INVALID_PORT}
     */
    NetNameReturn checkIn(String name, PortRight signature, PortRight port);

    /**
     * Looks a name up ({@code netname_look_up}).
     *
     * @param host empty, {@code *}, {@code localhost} or the name of this host
     * @param name the name
     * @return a send right; {@link NetNameReturn#NOT_CHECKED_IN}, or {@link NetNameReturn#NO_SUCH_HOST} for another host
     */
    NetNameResult lookUp(String host, String name);

    /**
     * Takes a name back ({@code netname_check_out}).
     *
     * @param name the name
     * @param signature the signature that it was checked in with
     * @return {@link NetNameReturn#NOT_CHECKED_IN} or {@link NetNameReturn#NOT_YOURS}
     */
    NetNameReturn checkOut(String name, PortRight signature);
}
