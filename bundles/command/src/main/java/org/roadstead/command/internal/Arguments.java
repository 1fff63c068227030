package org.roadstead.command.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.roadstead.port.PortName;

/** The words of one command, told apart as its verb's syntax says. */
final class Arguments {
    private final Syntax syntax;
    private final List<String> operands = new ArrayList<>();
    private final Map<String, String> options = new HashMap<>();

    private Arguments(Syntax syntax) {
        this.syntax = syntax;
    }

    /**
     * Tells the words apart.
     *
     * @throws UsageException if the verb does not take them
     */
    static Arguments parse(Syntax syntax, List<String> words) {
        Arguments arguments = new Arguments(syntax);
        Iterator<String> rest = words.iterator();
        boolean optionsMayCome = true;
        while (rest.hasNext()) {
            String word = rest.next();
            if (optionsMayCome && word.equals("--")) {
                optionsMayCome = false;
            } else if (optionsMayCome && word.startsWith("-") && word.length() > 1) {
                arguments.option(word, rest);
            } else {
                arguments.operands.add(word);
            }
        }
        if (!arguments.has(Syntax.HELP)) {
            arguments.checkOperands();
        }
        return arguments;
    }

    private void option(String word, Iterator<String> rest) {
        int equals = word.startsWith("--") ? word.indexOf('=') : -1;
        String name = equals < 0 ? word : word.substring(0, equals);
        Syntax.Option option = syntax.option(name)
                .orElseThrow(() -> new UsageException(
                        syntax.verb() + " has no option " + name + "; text that starts with a dash goes after --"));
        if (option.isFlag() && equals >= 0) {
            throw new UsageException(name + " takes no value");
        }
        if (!option.isFlag() && equals < 0 && !rest.hasNext()) {
            throw new UsageException(name + " needs a value: " + name + " " + option.value());
        }
        String value = option.isFlag() ? "" : equals >= 0 ? word.substring(equals + 1) : rest.next();
        if (options.putIfAbsent(name, value) != null) {
            throw new UsageException(name + " is given twice");
        }
    }

    private void checkOperands() {
        if (operands.size() < syntax.minOperands()) {
            throw new UsageException(syntax.verb() + " needs more words: " + syntax.line());
        }
        if (operands.size() > syntax.maxOperands()) {
            throw new UsageException(syntax.verb() + " does not take \"" + operands.get(syntax.maxOperands())
                    + "\" (quote a text with spaces): " + syntax.line());
        }
    }

    boolean has(Syntax.Option option) {
        return options.containsKey(option.name());
    }

    Optional<String> value(Syntax.Option option) {
        return Optional.ofNullable(options.get(option.name()));
    }

    Optional<String> operand(int index) {
        return index < operands.size() ? Optional.of(operands.get(index)) : Optional.empty();
    }

    PortName portName() {
        try {
            return PortName.of(operands.get(0));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    int id() {
        String text = value(Syntax.ID).orElse("0");
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new UsageException("--id " + text + " is not a whole number of 32 bits; allowed: " + Integer.MIN_VALUE
                    + " to " + Integer.MAX_VALUE);
        }
    }

    /** Returns how many, which is 1 or more. */
    int count(Syntax.Option option, int otherwise) {
        Optional<String> text = value(option);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.get().matches("[1-9][0-9]{0,8}")) {
            throw new UsageException(option.name() + " " + text.get() + " is no count; allowed: 1 to 999999999");
        }
        return Integer.parseInt(text.get());
    }

    Duration timeout(Duration otherwise) {
        return value(Syntax.TIMEOUT).map(Timeouts::parse).orElse(otherwise);
    }
}
