package org.roadstead.command.karaf.internal;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.felix.service.command.Descriptor;

/**
 * The words that a verb takes, as its usage line tells people: {@code NAME TEXT|--file FILE [--id N]}.
 *
 * @param verb the verb
 * @param usage its usage line without the verb
 */
record VerbWords(String verb, String usage) {
    private static final String NAME = "NAME";
    private static final Pattern OPTION = Pattern.compile("(--[a-z]+)( [A-Z]+)?");

    /** The verb whose NAME must not be there yet. */
    private static final String OWNER = "serve";

    /** Reads them from the descriptors of Gogo commands. */
    static List<VerbWords> of(Class<?> commands) {
        List<VerbWords> verbs = new ArrayList<>();
        for (Method method : commands.getMethods()) {
            if (method.isAnnotationPresent(Descriptor.class)) {
                verbs.add(new VerbWords(method.getName(), usage(method)));
            }
        }
        return verbs;
    }

    private static String usage(Method method) {
        return Stream.of(method.getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(Descriptor.class))
                .map((Parameter parameter) ->
                        parameter.getAnnotation(Descriptor.class).value())
                .findFirst()
                .orElse("");
    }

    /**
     * Tells what may come next.
     *
     * @param before the words after the verb and before the cursor
     * @param word the beginning of the word at the cursor
     * @param portNames the names of ports; asked only if one is wanted here
     */
    Collection<String> choices(List<String> before, String word, Supplier<? extends Collection<String>> portNames) {
        int operands = 0;
        boolean valueNext = false;
        for (String typed : before) {
            if (valueNext) {
                valueNext = false;
            } else if (typed.startsWith("--")) {
                valueNext = options(true).contains(typed);
            } else {
                operands++;
            }
        }
        if (valueNext) {
            return List.of();
        }
        boolean nameNext = operands == 0 && usage.startsWith(NAME);
        if (nameNext && !word.startsWith("-")) {
            return verb.equals(OWNER) ? List.of() : portNames.get();
        }
        return options(false).stream()
                .filter(option -> !before.contains(option))
                .toList();
    }

    private List<String> options(boolean withValueOnly) {
        List<String> options = new ArrayList<>();
        Matcher option = OPTION.matcher(usage);
        while (option.find()) {
            if (!withValueOnly || option.group(2) != null) {
                options.add(option.group(1));
            }
        }
        return options;
    }
}
