package org.roadstead.command.internal;

import java.util.List;
import java.util.Optional;

/**
 * What a verb takes.
 *
 * @param verb its name
 * @param operands its operands and main options, as in a usage line
 * @param summary what it does, in one phrase
 * @param minOperands how many operands it needs
 * @param maxOperands how many operands it takes
 * @param options its options
 */
record Syntax(String verb, String operands, String summary, int minOperands, int maxOperands, List<Option> options) {
    Syntax {
        options = List.copyOf(options);
    }

    /**
     * An option.
     *
     * @param name with its dashes
     * @param value what its value is called, or the empty string for a flag
     * @param summary what it does
     */
    record Option(String name, String value, String summary) {
        boolean isFlag() {
            return value.isEmpty();
        }
    }

    static final Option HELP = new Option("--help", "", "print this and do nothing else");
    static final Option JSON = new Option("--json", "", "print JSON instead of a table");
    static final Option ID = new Option("--id", "N", "the number that goes with the message (0)");
    static final Option TIMEOUT = new Option("--timeout", "TIME", "how long each part may take (30s), see below");
    static final Option FILE = new Option("--file", "FILE", "send the bytes of FILE instead of TEXT");

    Optional<Option> option(String name) {
        return HELP.name().equals(name)
                ? Optional.of(HELP)
                : options.stream().filter(o -> o.name().equals(name)).findFirst();
    }

    String line() {
        return operands.isEmpty() ? verb : verb + " " + operands;
    }

    /**
     * Makes the text of {@code --help}.
     *
     * @param prefix what goes before the verb: {@code "roadstead "} or {@code "port:"}
     */
    String usage(String prefix) {
        StringBuilder text = new StringBuilder("usage: " + prefix + line() + "\n  " + summary + "\n\n");
        for (Option option : options) {
            text.append(option(option));
        }
        return text.append(option(HELP)).append("\n").append(Usage.CONVENTIONS).toString();
    }

    private static String option(Option option) {
        String left = option.isFlag() ? option.name() : option.name() + " " + option.value();
        return String.format("  %-18s %s", left, option.summary()) + "\n";
    }
}
