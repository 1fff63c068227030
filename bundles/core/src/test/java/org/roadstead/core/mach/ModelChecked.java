package org.roadstead.core.mach;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.CTestStructure;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/**
 * Operations checked by Lincheck's model checker: each scenario is run under many schedules, and the results of each run must be those
 * of the same operations one after the other, in some order, on a sequential specification.
 *
 * <p>A scenario is written as {@code "send1 send2 | take | giveUp(2) | status"}: what comes before, what each thread does, what
 * comes after.
 */
final class ModelChecked {
    /** What is touched under a lock only, or never changes: no switch of threads is tried inside. */
    private static final Pattern QUIET = Pattern.compile(
            "java\\.nio\\..*|java\\.util\\.(Abstract|Array|Hash|Linked|IdentityHash|Immutable|Collections|Enum|RegularEnum|Objects).*"
                    + "|org\\.roadstead\\.mach\\.(?!PortSpace).*|org\\.roadstead\\.core\\.mach\\.(DeathWatches|Deadline|Held.*|Kmsg|MachLimits|Names|Origin|Failure)");

    private final Class<?> concurrent;
    private final ModelCheckingOptions options;

    private ModelChecked(Class<?> concurrent, Class<?> sequential, int schedules) {
        this.concurrent = concurrent;
        this.options = new ModelCheckingOptions()
                .invocationsPerIteration(schedules)
                .addGuarantee(ManagedStrategyGuaranteeKt.forClasses(
                                name -> QUIET.matcher(name).matches())
                        .methods(name -> !name.equals("forEach") && !name.equals("destroy"))
                        .ignore())
                .sequentialSpecification(sequential);
    }

    /**
     * Checks operations.
     *
     * @param concurrent the operations on what is checked
     * @param sequential the same operations, as they are meant
     * @param schedules how many schedules of each scenario are tried
     * @param random how many scenarios Lincheck makes up
     * @param scenarios those that are tried before
     */
    static void check(Class<?> concurrent, Class<?> sequential, int schedules, int random, String... scenarios) {
        ModelChecked check = new ModelChecked(concurrent, sequential, schedules);
        for (String scenario : scenarios) {
            check.options.addCustomScenario(check.scenario(scenario));
        }
        check.options
                .iterations(random)
                .threads(2)
                .actorsBefore(3)
                .actorsPerThread(3)
                .actorsAfter(2)
                .check(concurrent);
    }

    private ExecutionScenario scenario(String text) {
        List<List<Actor>> parts = new ArrayList<>();
        for (String part : text.split("\\|", -1)) {
            parts.add(Arrays.stream(part.trim().split(" +"))
                    .filter(call -> !call.isEmpty())
                    .map(this::actor)
                    .toList());
        }
        int last = parts.size() - 1;
        return new ExecutionScenario(
                parts.get(0),
                parts.subList(1, last),
                parts.get(last),
                CTestStructure.getFromTestClass(concurrent).validationFunction);
    }

    private Actor actor(String call) {
        int open = call.indexOf('(');
        String name = open < 0 ? call : call.substring(0, open);
        Method method = Arrays.stream(concurrent.getMethods())
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no operation " + call));
        List<Integer> arguments =
                open < 0 ? List.of() : List.of(Integer.valueOf(call.substring(open + 1, call.length() - 1)));
        return new Actor(method, arguments);
    }
}
