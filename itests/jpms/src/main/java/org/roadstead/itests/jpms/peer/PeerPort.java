package org.roadstead.itests.jpms.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.roadstead.port.Dispatch;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.MessageHandler;
import org.roadstead.port.MessagePortException;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.Responder;
import org.roadstead.port.SendOptions;
import org.roadstead.runloop.RunLoop;
import org.roadstead.runloop.RunLoopMode;

/**
 * A port by which a test has a process serve, and be a client of others: the same wherever it runs, in a framework, on the
 * module path or on the class path. It uses the API only.
 */
public final class PeerPort implements MessageHandler {
    /** The id of a message that is answered with its own text, by whom and to whom. */
    public static final int ECHO = 0;
    /** The id of a message that is never answered. */
    public static final int NEVER = 1;
    /** The id of a message that tells this process to do something. */
    public static final int ORDER = 2;

    private static final SendOptions PATIENT = SendOptions.timeout(Duration.ofSeconds(20));

    private final PortRegistry registry;
    private final String name;
    private final Runnable end;
    private final List<Responder> unanswered = new CopyOnWriteArrayList<>();

    private PeerPort(PortRegistry registry, String name, Runnable end) {
        this.registry = registry;
        this.name = name;
        this.end = end;
    }

    /**
     * Creates the port.
     *
     * @param registry of the owner, who is also the client of others
     * @param name of the port
     * @param end ends the owner in good order; called on a thread of its own
     */
    public static void serve(PortRegistry registry, String name, Runnable end) {
        registry.createLocal(PortName.of(name), new PeerPort(registry, name, end));
    }

    @Override
    public ByteBuffer handle(IncomingMessage message) throws InterruptedException {
        String text = text(message.data());
        return switch (message.id()) {
            case ECHO ->
                bytes("%s to %s as %s: %s"
                        .formatted(
                                name,
                                message.sender().principal(),
                                message.sender().owner(),
                                text));
            case NEVER -> {
                unanswered.add(message.responder());
                yield null;
            }
            case ORDER -> bytes(obey(text.split(" ")));
            default -> throw new IllegalArgumentException("no such message: " + message.id());
        };
    }

    private String obey(String[] order) throws InterruptedException {
        try {
            return switch (order[0]) {
                case "request" -> request(order[1], order[2]);
                case "wait" -> waitFor(order[1]);
                case "waited-for" -> "" + unanswered.size();
                case "loops" -> loops();
                case "serve" -> {
                    registry.createLocal(PortName.of(order[1]), IncomingMessage::data);
                    yield "";
                }
                case "end" -> {
                    new Thread(end, "peer-end").start();
                    yield "";
                }
                case "module" -> PeerPort.class.getModule().toString();
                case "modules" ->
                    ModuleLayer.boot().modules().stream().map(Module::getName).collect(Collectors.joining(" "));
                case "loadable" -> "" + isLoadable(order[1]);
                default -> throw new IllegalArgumentException("no such order: " + order[0]);
            };
        } catch (RuntimeException e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }

    private String request(String other, String text) throws InterruptedException {
        try (RemoteMessagePort remote = registry.connect(PortName.of(other))) {
            String reply = text(remote.request(ECHO, bytes(text), PATIENT).data());
            return "over %s from %s, %s"
                    .formatted(remote.transport(), remote.owner().node(), reply);
        }
    }

    /** Waits for a reply that never comes, and says why the wait was over. */
    private String waitFor(String other) throws InterruptedException {
        try (RemoteMessagePort remote = registry.connect(PortName.of(other))) {
            remote.request(NEVER, null, PATIENT);
            return "a reply";
        } catch (MessagePortException e) {
            return e.getClass().getSimpleName() + " " + e.outcomeCause();
        }
    }

    /** Serves a port on a thread of its own, which asks that port, and says whose loop was whose. */
    private String loops() throws InterruptedException {
        boolean own = RunLoop.current() == registry.runLoop();
        CompletableFuture<String> other = new CompletableFuture<>();
        Thread thread = new Thread(() -> other.complete(serveHere()), "peer-loop");
        thread.start();
        thread.join();
        return "own " + own + ", other " + other.getNow("none");
    }

    private String serveHere() {
        PortName served = PortName.of(name + ".loop");
        RunLoop loop = RunLoop.current();
        LocalPortOptions options = LocalPortOptions.named(served, message -> bytes("" + loop.isCurrent()))
                .withDispatch(Dispatch.none());
        try (LocalMessagePort port = registry.createLocal(options);
                RemoteMessagePort remote = registry.connect(served)) {
            loop.add(port.runLoopSource(), RunLoopMode.DEFAULT);
            return text(remote.request(ECHO, null, PATIENT, RunLoopMode.DEFAULT).data());
        } catch (InterruptedException | RuntimeException e) {
            return e.toString();
        }
    }

    private static boolean isLoadable(String type) {
        try {
            return Class.forName(type, false, PeerPort.class.getClassLoader()) != null;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }
}
