package org.roadstead.mach;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Names of ports, as the bootstrap server of Mach has them, for one space of rights ({@code PortRegistry.bootstrap()}). A name can be
 * declared before anybody serves it: its port takes messages at once, a server is given the receive right when it checks in, and
 * when the server ends the right comes back, so clients keep their rights and no queued message is lost.
 *
 * <p>The names of the first name space are those of the message ports: what is declared or registered here can be connected to, from
 * other processes too, and a message port is found by {@link #lookUp}. A request to a port that a space receives from comes as
 * a message of one item of bytes with a send-once right as reply port, and is answered by a message of one item of bytes. The other way
 * round a message port takes messages of one item of bytes, with or without a reply port, and its answer has the number of the
 * request; with a mere send right as reply port the answer is dropped if that port is full.
 *
 * <p>A {@link #subset} is a name space within: what is not found there is looked for in the one around it.
 *
 * <p>Outcomes are values. A name is 1 to 128 bytes of UTF-8, Unicode letters and digits and {@code . - _ :}; another one throws
 * {@link IllegalArgumentException}. After the end of the space every method throws {@link IllegalStateException}. Safe for use by
 * several threads. A call that takes or frees a name may use the name directory for some seconds; no other waits.
 */
@ProviderType
public interface Bootstrap {
    /** How many names can be looked up at once. */
    int MAX_LOOK_UP = 20;

    /**
     * Declares a name that nobody serves yet ({@code bootstrap_create_service}). It belongs to the owner of the space: to a bundle
     * until it is uninstalled, to the subset that it is made in, and at the longest until the kernel stops. Whoever knows the name may
     * check in.
     *
     * @param name the name
     * @return a send right to its port; {@link BootstrapReturn#NAME_IN_USE}, also if another process has the name
     */
    BootstrapResult createService(String name);

    /**
     * Takes the receive right of a declared name ({@code bootstrap_check_in}), with the messages that have queued. It is the caller's
     * until it gives the right up or its space ends; then the next one may check in. The name is a sender of the port, and the
     * kernel its backup; who sets another backup gives the name up with the port.
     *
     * @param name a name of this name space, or of one around it
     * @return the receive right; {@link BootstrapReturn#UNKNOWN_SERVICE}, {@link BootstrapReturn#SERVICE_ACTIVE} if somebody
     *     serves the name, or {@link BootstrapReturn#NOT_PRIVILEGED} if it is the name of another owner's message port
     */
    BootstrapResult checkIn(String name);

    /**
     * Looks a name up ({@code bootstrap_look_up}): in this name space, then in those around it, then in the other processes of this
     * user. To ask another process may take a moment, the kernel's grace (2 s) at most; an interrupt ends that, and the name is then
     * unknown.
     *
     * @param name the name
     * @return a send right; {@link BootstrapReturn#UNKNOWN_SERVICE}
     */
    BootstrapResult lookUp(String name);

    /**
     * Looks several names up ({@code bootstrap_look_up_array}).
     *
     * @param names the names, {@link #MAX_LOOK_UP} at most
     * @return the rights; {@link BootstrapReturn#BAD_COUNT} if there are too many names
     */
    LookUpResult lookUp(List<String> names);

    /**
     * Gives a port that is there already a name ({@code bootstrap_register}), until the port dies or this space ends. No right at all
     * takes back a name that the owner of this space has registered or declared.
     *
     * @param name the name
     * @param right any right of this space to the port, or {@link PortRight#NULL}
     * @return {@link BootstrapReturn#SERVICE_ACTIVE} if somebody serves the name, {@link BootstrapReturn#NAME_IN_USE} if it is declared
     *     and nobody does; {@link BootstrapReturn#NOT_PRIVILEGED} if the right is no live right to a port, or the name to be taken
     *     back is another's
     */
    BootstrapReturn register(String name, PortRight right);

    /**
     * Lists the names of this name space ({@code bootstrap_info}), without those around it.
     *
     * @return a snapshot in the order of the names
     */
    List<ServiceInfo> info();

    /**
     * Makes a name space within this one ({@code bootstrap_subset}). It ends with the requestor port, and with the name space around
     * it: its declared ports die, its names are gone, and what is asked of it is {@link BootstrapReturn#NOT_PRIVILEGED}.
     *
     * @param requestor any right of this space to the port that it ends with
     * @return the new name space, for this space of rights; {@link BootstrapReturn#NOT_PRIVILEGED} if the right is no live
     *     right to a port
     */
    SubsetResult subset(PortRight requestor);

    /**
     * Returns the same names for another space: what a parent hands to its child.
     *
     * @param other a space of the same kernel
     * @return the names, for that space
     * @throws IllegalArgumentException if the space is of another kernel, or has ended
     */
    Bootstrap in(PortSpace other);
}
