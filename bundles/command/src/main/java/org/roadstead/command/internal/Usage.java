package org.roadstead.command.internal;

/** The text of {@code roadstead --help}. */
final class Usage {
    static final String CONVENTIONS = """
            TEXT   the message as text in UTF-8; "-" alone reads bytes from standard input,
                   --file FILE reads them from a file. "--" ends the options.
            TIME   a number and a unit: 500ms, 2s, 1m, or "forever"; 0s does not wait.

            The reply's bytes go to standard output exactly as they came, everything else
            to standard error.

            exit status  0 success         2 usage            11 send timeout
                        12 reply timeout  13 is invalid       14 transport error
                        15 became invalid 16 no such port     17 name in use
                        18 would deadlock 70 internal error
            """;

    private Usage() {}

    static String of(Iterable<Verb> verbs) {
        StringBuilder text = new StringBuilder("""
                usage: roadstead                      an interactive shell with the demo ports
                       roadstead sample               the same with a program and its plug-in
                       roadstead demo                 a tour with real processes, in some seconds
                       roadstead VERB [ARGUMENTS]     do one thing and exit

                """);
        for (Verb verb : verbs) {
            text.append("  ").append(verb.syntax().line()).append("\n        ");
            text.append(verb.syntax().summary()).append("\n");
        }
        return text.append("\nroadstead VERB --help tells more of a verb.\n\n")
                .append(CONVENTIONS)
                .toString();
    }
}
