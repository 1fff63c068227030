package org.roadstead.transport.uds.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roadstead.transport.Endpoint;
import org.roadstead.transport.NameClaim;
import org.roadstead.transport.NameTakenException;

@Timeout(60)
class NameHasOneOwnerTest {
    @TempDir
    Path temporary;

    private Path directory;
    private final List<UdsTransport> nodes = new ArrayList<>();
    private UdsNameDirectory a;
    private UdsNameDirectory b;

    @BeforeEach
    void twoNodes() throws IOException {
        directory = temporary.resolve("d");
        a = node(3, Duration.ofSeconds(5));
        b = node(NodeSockets.NAMES_PER_SOCKET, Duration.ofSeconds(5));
    }

    private UdsNameDirectory node(int namesPerSocket, Duration patience) throws IOException {
        UdsNameDirectory names = new UdsNameDirectory(directory, namesPerSocket, patience);
        UdsTransport transport = new UdsTransport(names);
        transport.listen(link -> new Node.Heard());
        nodes.add(transport);
        return names;
    }

    @AfterEach
    void nothingStays() throws IOException {
        nodes.forEach(UdsTransport::close);
        assertThat(files()).containsExactly(".lock");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aNameIsTakenUntilItIsGivenFree() throws IOException {
        NameClaim claim = a.claim("demo.clock");
        assertThat(claim.name()).isEqualTo("demo.clock");
        Endpoint owner = b.lookup("demo.clock").orElseThrow();
        assertThat(owner).isEqualTo(a.lookup("demo.clock").orElseThrow());
        assertThatThrownBy(() -> b.claim("demo.clock"))
                .isInstanceOfSatisfying(
                        NameTakenException.class, e -> assertThat(e.owner()).isEqualTo(owner));
        assertThatThrownBy(() -> a.claim("demo.clock")).isInstanceOf(NameTakenException.class);
        assertThat(b.lookup("demo.Clock")).isEmpty();
        claim.close();
        claim.close();
        assertThat(b.lookup("demo.clock")).isEmpty();
        NameClaim next = b.claim("demo.clock");
        claim.close(); // must not hurt the next owner
        assertThat(a.lookup("demo.clock")).isPresent().get().isNotEqualTo(owner);
        next.close();
    }

    @Test
    void namesOfANodeAreOneEndpointAndNodesAreListed() throws IOException {
        b.claim("x");
        b.claim("y");
        assertThat(a.lookup("x")).isEqualTo(a.lookup("y"));
        assertThat(a.nodes()).hasSize(2).contains(a.lookup("x").orElseThrow()).isEqualTo(b.nodes());
    }

    @Test
    void closingTheTransportFreesItsNamesAndMakesItsClaimsNoOps() throws IOException {
        NameClaim claim = b.claim("x");
        nodes.get(1).close();
        assertThat(a.lookup("x")).isEmpty();
        NameClaim next = a.claim("x");
        claim.close();
        assertThat(a.lookup("x")).isPresent();
        next.close();
    }

    @Test
    void moreNamesThanASocketTakesOpenAnother() throws IOException {
        List<NameClaim> claims = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            claims.add(a.claim("n" + i));
        }
        assertThat(a.listening().paths()).hasSize(4);
        assertThat(b.nodes()).hasSize(5);
        for (int i = 0; i < 10; i++) {
            assertThat(b.lookup("n" + i)).isPresent();
        }
        for (NameClaim claim : claims) {
            claim.close();
        }
        a.claim("again");
        assertThat(a.listening().paths()).as("places that became free are used").hasSize(4);
    }

    /** What a killed process leaves: a socket file and names, and nobody who listens. */
    private List<Path> leftOfADeadNode(String... names) throws IOException {
        Path socket = a.entries().freshSocket();
        List<Path> left = new ArrayList<>(List.of(socket));
        try (ServerSocketChannel server =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket))) {
            for (String name : names) {
                left.add(Files.createLink(a.entries().ofName(name), socket));
            }
        }
        return left;
    }

    @Test
    void theNameOfADeadNodeIsFreeAndNothingOfItStays() throws IOException {
        List<Path> left = leftOfADeadNode("x", "y", "z");
        NameClaim claim = a.claim("x");
        assertThat(b.lookup("x")).isPresent();
        assertThat(left.get(0)).doesNotExist();
        assertThat(left.get(2)).doesNotExist();
        assertThat(left.get(3)).doesNotExist();
        claim.close();
    }

    @Test
    void lookupAndListRemoveWhatADeadNodeLeft() throws IOException {
        List<Path> left = leftOfADeadNode("x", "y");
        assertThat(b.lookup("y")).isEmpty();
        assertThat(left).noneMatch(Files::exists);
        left = leftOfADeadNode("x");
        assertThat(b.nodes()).hasSize(2);
        assertThat(left).noneMatch(Files::exists);
        left = leftOfADeadNode("x");
        node(3, Duration.ofSeconds(1));
        assertThat(left).as("swept by a node that starts").noneMatch(Files::exists);
    }

    @Test
    void aLiveNodeThatNeverAcceptsIsNotRobbed() throws IOException {
        Path socket = a.entries().freshSocket();
        try (FullBacklog full = new FullBacklog(socket)) {
            Path entry = Files.createLink(a.entries().ofName("x"), socket);
            assertThatThrownBy(() -> a.claim("x"))
                    .isInstanceOfSatisfying(
                            NameTakenException.class, e -> assertThat(e.owner()).isEqualTo(endpoint(full)));
            assertThat(b.lookup("x")).contains(full.endpoint());
            assertThat(b.nodes()).hasSize(3);
            node(3, Duration.ofSeconds(1));
            assertThat(entry).exists();
            assertThat(socket).exists();
        }
        assertThat(b.lookup("x")).as("now it is dead").isEmpty();
        assertThat(socket).doesNotExist();
    }

    /** Between bind and listen a socket refuses connections like a dead one; the test under the lock comes after both. */
    @Test
    void whatLooksAliveUnderTheLockIsNotRemoved() throws IOException {
        a.claim("x");
        Entries.Entry entry = Entries.find(a.entries().ofName("x")).orElseThrow();
        b.entries().removeIfStale(entry);
        assertThat(entry.path()).exists();
        assertThat(b.lookup("x")).isPresent();
    }

    /** A claimant that waits for the lock to clear a dead owner finds a new one when it has it. */
    @Test
    void whoIsQuickerWhileAnotherWaitsForTheLockKeepsTheName() throws Exception {
        List<Path> left = leftOfADeadNode("x");
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            List<Thread> claimant = new CopyOnWriteArrayList<>();
            Future<NameClaim> slow = new DirectoryLock(a.entries().directory().path(), Duration.ofSeconds(5))
                    .locked(() -> {
                        Future<NameClaim> claiming = pool.submit(() -> {
                            claimant.add(Thread.currentThread());
                            return b.claim("x");
                        });
                        await().until(() ->
                                !claimant.isEmpty() && claimant.get(0).getState() == Thread.State.TIMED_WAITING);
                        Files.delete(left.get(1));
                        a.claim("x");
                        return claiming;
                    });
            assertThatThrownBy(slow::get).hasCauseInstanceOf(NameTakenException.class);
            assertThat(a.nodes()).as("the dead node's socket is cleared too").hasSize(2);
            assertThat(a.lookup("x")).isPresent();
        } finally {
            pool.shutdownNow();
        }
    }

    private static Endpoint endpoint(FullBacklog full) {
        try {
            return full.endpoint();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anEntryOfSomebodyElseIsNotUnlinkedByItsFormerOwner() throws IOException {
        NameClaim claim = a.claim("x");
        Path entry = a.entries().ofName("x");
        Files.delete(entry); // such as a cleaner of temporary files does
        NameClaim other = b.claim("x");
        claim.close();
        assertThat(a.lookup("x")).isPresent();
        other.close();
        assertThat(entry).doesNotExist();
    }

    @Test
    void aNodeWhoseSocketWasRemovedSaysSo() throws IOException {
        Files.delete(b.listening().paths().get(0));
        assertThatThrownBy(() -> b.claim("x")).isInstanceOf(IOException.class).hasMessageContaining("was removed");
    }

    /** Two nodes and eight threads, for names that are free and names whose owner is dead. */
    @Test
    void ofManyClaimantsExactlyOneWins() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 150; round++) {
                String name = "r" + round % 3;
                boolean stale = random.nextBoolean();
                if (stale) {
                    leftOfADeadNode(name, "another" + round);
                }
                CyclicBarrier start = new CyclicBarrier(threads);
                List<Future<Optional<NameClaim>>> results = new ArrayList<>();
                for (int t = 0; t < threads; t++) {
                    UdsNameDirectory names = t % 2 == 0 ? a : b;
                    results.add(pool.submit((Callable<Optional<NameClaim>>) () -> {
                        start.await();
                        try {
                            return Optional.of(names.claim(name));
                        } catch (NameTakenException e) {
                            return Optional.empty();
                        }
                    }));
                }
                List<NameClaim> winners = new ArrayList<>();
                for (Future<Optional<NameClaim>> result : results) {
                    result.get().ifPresent(winners::add);
                }
                assertThat(winners)
                        .as("winners of round %d, stale %s, seed %d", round, stale, seed)
                        .hasSize(1);
                assertThat(a.lookup(name)).isPresent().isEqualTo(b.lookup(name));
                winners.get(0).close();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    /** A name that lives on while others are taken and dropped all around it can be looked up at any time. */
    @Test
    void aLiveNameIsNeverMissedWhileDeadOnesAreCleared() throws Exception {
        a.claim("steady");
        Thread clearing = new Thread(() -> {
            try {
                for (int i = 0; i < 200; i++) {
                    leftOfADeadNode("gone");
                    b.claim("gone").close();
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        clearing.start();
        while (clearing.isAlive()) {
            assertThat(b.lookup("steady")).isPresent();
        }
        clearing.join();
    }

    /** Else who looks up in that moment is sent to the dead one, and told that there is no such port although there is. */
    @Test
    void aDeadOwnerIsNotTakenForTheLiveOneThatFollowsWhileItIsLookedAt() throws IOException {
        leftOfADeadNode("x");
        Entries.Entry dead = Entries.find(a.entries().ofName("x")).orElseThrow();
        a.claim("x");
        assertThat(b.ask(dead)).isEqualTo(SocketProbe.Answer.GONE);
        assertThat(b.ask(Entries.find(dead.path()).orElseThrow())).isEqualTo(SocketProbe.Answer.LIVE);
    }

    @Test
    void awaitSeesANameThatIsClaimedLater() throws Exception {
        assertThat(b.await("late", Duration.ofMillis(20))).isEmpty();
        a.claim("early");
        assertThat(b.await("early", Duration.ZERO)).isPresent();
        leftOfADeadNode("late");
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            Future<Optional<Endpoint>> waiting = pool.submit(() -> b.await("late", Duration.ofSeconds(20)));
            a.claim("other");
            a.claim("late");
            assertThat(waiting.get()).isEqualTo(a.lookup("late"));
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> b.await("never", Duration.ofSeconds(20))).isInstanceOf(InterruptedException.class);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void namesDifferInCaseAndMayBeLong() {
        assertThat(List.of("a", "A", "ä", "x".repeat(128), "..", "-").stream()
                        .map(name -> entryOf(name))
                        .distinct())
                .hasSize(6)
                .allMatch(entry -> entry.matches("n-[a-z2-7]{24}"));
    }

    private String entryOf(String name) {
        try {
            return a.entries().ofName(name).getFileName().toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
