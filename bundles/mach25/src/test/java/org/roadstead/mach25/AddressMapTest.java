package org.roadstead.mach25;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.Memory;
import org.roadstead.testkit.Attempt;

class AddressMapTest {
    private final AddressMap map = new AddressMap(TestTask::allocate);

    /** Memory that is said to be there: addresses alone are looked at. */
    private record Huge(long length, int number) implements Memory {
        @Override
        public ByteBuffer buffer() {
            throw new IllegalStateException("there is none");
        }

        @Override
        public boolean isValid() {
            return false;
        }

        @Override
        public void close() {
            // there is nothing
        }
    }

    @Test
    void blocksBeginAtPagesAndNoAddressIsZero() {
        assertThat(map.allocate(1)).isEqualTo(0x1000);
        assertThat(map.allocate(4096)).isEqualTo(0x2000);
        assertThat(map.allocate(4097)).isEqualTo(0x3000);
        assertThat(map.allocate(1)).isEqualTo(0x5000);
    }

    @Test
    void anAddressThatWasFreedIsNotGivenOutAgainAtOnce() {
        int first = map.allocate(1);
        assertThat(map.deallocate(first)).isTrue();
        assertThat(map.allocate(1)).isNotEqualTo(first);
        assertThat(map.deallocate(first)).isFalse();
        assertThat(map.region(first, 1, false)).isNull();
    }

    @Test
    void aBlockThatIsReleasedIsClosed() {
        int address = map.allocate(1);
        Memory block = (Memory) map.region(address, 1, true);
        map.deallocate(address);
        assertThat(block.isValid()).isFalse();
        assertThat(map.length(address)).isEqualTo(-1);
    }

    @Test
    void moreThanMayBeAllocatedAtOnceHasNoAddress() {
        assertThat(map.allocate(TestTask.LIMIT)).isNotZero();
        assertThat(map.allocate(TestTask.LIMIT + 1)).isZero();
    }

    @Test
    void memoryThatCameOnceHasOneAddress() {
        Memory memory = TestTask.allocate(8);
        assertThat(map.address(memory)).isEqualTo(map.address(memory));
    }

    @Test
    void halfOfTheAddressesAreKeptForWhatMessagesBring() {
        assertThat(map.hasRoom()).isTrue();
        map.address(new Huge(1L << 31, 0));
        assertThat(map.hasRoom()).isFalse();
        assertThat(map.allocate(1)).isZero();
        assertThat(map.address(new Huge(1L << 30, 1))).isEqualTo(0x80001000);
    }

    @Test
    void whenAddressesAreUsedUpThoseThatWereFreedAreFound() {
        int low = map.address(new Huge(1L << 30, 0));
        map.address(new Huge(1L << 31, 1));
        map.address(new Huge((1L << 30) - 4096, 2));
        Memory last = new Huge(4096, 3);
        assertThatIllegalStateException().isThrownBy(() -> map.address(last)).withMessageContaining("4096");
        map.deallocate(low);
        assertThat(map.address(last)).isEqualTo(0x1000);
    }

    @Test
    void noTwoBlocksOverlapHoweverTheyComeAndGo() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Huge> held = new ArrayList<>();
        List<Integer> addresses = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            if (held.size() > 40 || (!held.isEmpty() && random.nextInt(3) == 0)) {
                int gone = random.nextInt(held.size());
                assertThat(map.deallocate(addresses.remove(gone)))
                        .as("seed " + seed)
                        .isTrue();
                held.remove(gone);
            } else {
                Huge block = new Huge(1 + random.nextInt(80 << 20), i);
                held.add(block);
                addresses.add(map.address(block));
            }
            if (i % 100 == 0) {
                assertApart(held, addresses, seed);
            }
        }
    }

    @Test
    void noThreadIsGivenTheMemoryOfAnother() throws Exception {
        List<Attempt> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            byte own = (byte) (i + 1);
            threads.add(Attempt.of(() -> {
                for (int round = 0; round < 5_000; round++) {
                    int address = map.allocate(1 + round % 5_000);
                    ByteBuffer first = Encoder.contents(map.region(address, 1, false));
                    assertThat(first.get(0)).isZero();
                    first.put(0, own);
                    int other = map.allocate(1);
                    assertThat(Encoder.contents(map.region(address, 1, false)).get(0))
                            .isEqualTo(own);
                    assertThat(map.deallocate(address)).isTrue();
                    assertThat(map.deallocate(other)).isTrue();
                }
                return null;
            }));
        }
        for (Attempt thread : threads) {
            thread.result();
        }
        assertThat(map.hasRoom()).isTrue();
        assertThat(map.length(0x1000)).isEqualTo(-1);
    }

    private static void assertApart(List<Huge> blocks, List<Integer> addresses, long seed) {
        TreeMap<Long, Long> ends = new TreeMap<>();
        for (int i = 0; i < blocks.size(); i++) {
            long first = Integer.toUnsignedLong(addresses.get(i));
            assertThat(first % AddressMap.PAGE).isZero();
            ends.put(first, first + blocks.get(i).length());
        }
        assertThat(ends).hasSameSizeAs(blocks);
        long end = 1;
        for (Map.Entry<Long, Long> block : ends.entrySet()) {
            assertThat(block.getKey()).as("seed " + seed).isGreaterThanOrEqualTo(end);
            end = block.getValue();
        }
        assertThat(end).isLessThanOrEqualTo(1L << 32);
    }
}
