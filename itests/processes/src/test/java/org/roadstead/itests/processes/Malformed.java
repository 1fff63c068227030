package org.roadstead.itests.processes;

import java.util.List;

/** Frames that no node may send, as hexadecimal digits, each with the length before it. */
final class Malformed {
    static final List<String> FRAMES = List.of(
            "00000004" + "0d010000", // a submission without fields
            "00000004" + "63000000", // an unknown type
            "00000002" + "0600", // shorter than any frame
            "7fffffff" + "06000000", // longer than any message
            "ffffffff",
            "00000012" + "0a000000" + "0000000000000001" + "00000000" + "ffff", // a text longer than its frame
            "00000013" + "0a000000" + "0000000000000001" + "00000000" + "0001ff"); // a text that is not UTF-8

    private Malformed() {}
}
