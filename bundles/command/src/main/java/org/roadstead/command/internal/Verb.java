package org.roadstead.command.internal;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Something that can be done with ports, from the shell and from {@code bin/roadstead}. Has no state. */
interface Verb {
    /** All verbs, in the order of the usage text. */
    List<Verb> ALL = List.of(
            new ListVerb(),
            new InfoVerb(),
            new TopVerb(),
            new TailVerb(),
            new LoopsVerb(),
            new LinksVerb(),
            new RequestVerb(),
            new SendVerb(),
            new ServeVerb(),
            new PingVerb());

    static Optional<Verb> named(String name) {
        return ALL.stream().filter(v -> v.syntax().verb().equals(name)).findFirst();
    }

    /** What it takes. */
    Syntax syntax();

    /**
     * Does it. Outcomes other than success are the exceptions of the ports, thrown on as they are.
     *
     * @throws UsageException if the words make no sense together
     * @throws IOException if a stream fails
     * @throws InterruptedException if the thread is interrupted
     */
    void run(Call call) throws IOException, InterruptedException;
}
