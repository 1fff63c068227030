package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;

/** Runs the stress tests of this module, each under several compilers and seeds. A forbidden outcome throws. */
class MemoryOrderTest {
    private static final String PLANTED = ".*PlantedStress.*";

    /** One kind of machine, which compiles in another order each time. */
    private static final String JVM = "-Xmx256m -XX:+UnlockDiagnosticVMOptions -XX:+StressLCM -XX:+StressGCM";

    @TempDir
    private Path report;

    @Test
    void noForbiddenOutcomeIsSeen() throws Exception {
        JCStress tests = tests("^(?!" + PLANTED + ").*$");
        assertThat(tests.getTests()).hasSize(13);
        tests.run();
    }

    @Test
    void aLostWakeUpIsFound() throws Exception {
        JCStress planted = tests(PLANTED);
        assertThat(planted.getTests()).hasSize(1);
        assertThatThrownBy(planted::run).isInstanceOf(AssertionError.class).hasMessageContaining("PlantedStress");
    }

    private JCStress tests(String which) throws Exception {
        Options options = new Options(new String[] {
            "-t",
            which,
            "-m",
            "quick",
            "-time",
            "100",
            "-iters",
            "3",
            "-af",
            "NONE",
            "-jvmArgs",
            JVM,
            "-r",
            report.toString()
        });
        assertThat(options.parse()).isTrue();
        return new JCStress(options);
    }
}
