package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A model checker that cannot change the code, as on a JDK that it does not know, tries one schedule only and finds nothing. */
@Tag("modelcheck")
class ModelCheckedTest {
    @Test
    void aCounterThatLosesACountIsFound() {
        assertThatThrownBy(() -> ModelChecked.check(Lossy.class, Exact.class, 20, 0, "| count | count | value"))
                .isInstanceOf(LincheckAssertionError.class)
                .hasMessageContaining("Invalid execution results");
    }

    @Test
    void locksThatAreTakenInBothOrdersAreFound() {
        assertThatThrownBy(() -> ModelChecked.check(Crossed.class, Crossed.class, 50, 0, "| oneWay | otherWay |"))
                .isInstanceOf(LincheckAssertionError.class)
                .hasMessageContaining("hung");
    }

    public static class Lossy {
        private int value;

        @Operation
        public void count() {
            value++;
        }

        @Operation
        public int value() {
            return value;
        }
    }

    public static class Exact {
        private int value;

        public void count() {
            value++;
        }

        public int value() {
            return value;
        }
    }

    /** Two locks without an order. */
    public static class Crossed {
        private final Object one = new Object();
        private final Object other = new Object();

        @Operation
        public void oneWay() {
            synchronized (one) {
                synchronized (other) {
                    var unused = one.hashCode();
                }
            }
        }

        @Operation
        public void otherWay() {
            synchronized (other) {
                synchronized (one) {
                    var unused = one.hashCode();
                }
            }
        }
    }
}
