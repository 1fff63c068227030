package org.roadstead.runtime;

import java.time.Instant;
import java.util.List;

/**
 * A local port at one moment.
 *
 * @param name its name, or the empty string
 * @param owner the label of the bundle or program that owns it
 * @param transports what it can be reached by: {@code vm}, and the name of each transport that publishes it
 * @param published whether other processes can find it
 * @param dispatch where its handler runs; "none" while nobody here serves it
 * @param depth how many messages wait
 * @param limit how many may wait
 * @param bytes how many bytes wait
 * @param blocked how many senders wait for room
 * @param handled how many messages its handler was given
 * @param state {@code listening}, {@code busy} while its handler runs, {@code deaf} without a dispatch, {@code closing};
 *     {@code declared} while nobody serves a declared name, {@code checked in} while a space has its receive right,
 *     {@code registered} for a name that was given to another's port; {@code refused} for a handler service that cannot be a port
 * @param since when it was created
 * @param note what people should know of it, such as why it is refused or not published; else the empty string
 */
public record PortSnapshot(
        String name,
        String owner,
        List<String> transports,
        boolean published,
        String dispatch,
        int depth,
        int limit,
        long bytes,
        int blocked,
        long handled,
        String state,
        Instant since,
        String note) {
    /**
     * Takes a copy of the list.
     *
     * @param name its name, or the empty string
     * @param owner the label of the bundle or program that owns it
     * @param transports what it can be reached by: {@code vm}, and the name of each transport that publishes it
     * @param published whether other processes can find it
     * @param dispatch where its handler runs; "none" while nobody here serves it
     * @param depth how many messages wait
     * @param limit how many may wait
     * @param bytes how many bytes wait
     * @param blocked how many senders wait for room
     * @param handled how many messages its handler was given
     * @param state {@code listening}, {@code busy}, {@code deaf}, {@code closing}, {@code declared}, {@code checked in},
     *     {@code registered} or {@code refused}
     * @param since when it was created
     * @param note what people should know of it, such as why it is refused or not published; else the empty string
     */
    public PortSnapshot {
        transports = List.copyOf(transports);
    }
}
