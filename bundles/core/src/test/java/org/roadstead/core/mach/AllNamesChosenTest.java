package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveRight;

/** A space that has chosen all the names that one place of its table can ever give is not searched for ever. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AllNamesChosenTest {
    private static final int GENERATIONS = 128;
    private static final int GENERATION = 1 << 24;

    @Test
    void aPlaceWithoutAFreeNameIsPassedOver() {
        try (OneKernel kernel = new OneKernel()) {
            PortSpace space = kernel.space("hostile");
            ReceiveRight first = space.allocate();
            ReceiveRight[] others =
                    Stream.generate(space::allocate).limit(GENERATIONS).toArray(ReceiveRight[]::new);
            int place = first.name();
            assertThat(space.rename(first, GENERATION / 2).isSuccess()).isTrue();
            for (int i = 0; i < GENERATIONS; i++) {
                assertThat(space.rename(others[i], place + i * GENERATION).isSuccess())
                        .isTrue();
            }

            Set<Integer> names = new HashSet<>();
            for (int i = 0; i < 2 * GENERATIONS; i++) {
                names.add(space.allocate().name());
            }

            assertThat(names).hasSize(2 * GENERATIONS);
            assertThat(space.rights()).hasSize(1 + 3 * GENERATIONS);
        }
    }
}
