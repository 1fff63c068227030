package org.roadstead.itests.processes;

import java.awt.EventQueue;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.swing.JLabel;
import javax.swing.JWindow;
import javax.swing.SwingUtilities;
import org.roadstead.port.Dispatch;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.SendOptions;
import org.roadstead.port.WouldDeadlockException;
import org.roadstead.standalone.Roadstead;
import org.roadstead.standalone.RoadsteadOptions;

/** A program with a window, whose port is served on the thread of its events. Prints what it saw, one line for each. */
final class SwingProgram {
    private SwingProgram() {}

    public static void main(String[] args) throws Exception {
        JLabel label = new JLabel("nothing yet");
        SwingUtilities.invokeAndWait(() -> {
            JWindow window = new JWindow();
            window.add(label);
            window.pack();
            window.setVisible(true);
        });
        try (Roadstead roadstead =
                Roadstead.open(RoadsteadOptions.discover("swing", SwingProgram.class.getClassLoader()))) {
            PortRegistry registry = roadstead.registry("swing");
            RemoteMessagePort[] self = new RemoteMessagePort[1];
            LocalMessagePort port = registry.createLocal(LocalPortOptions.named("swing.title", message -> {
                        label.setText("message " + message.id());
                        if (message.id() == 2) {
                            return answer(self[0]);
                        }
                        return ByteBuffer.wrap(new byte[] {(byte) (EventQueue.isDispatchThread() ? 1 : 0)});
                    })
                    .withDispatch(Dispatch.none()));
            port.dispatchOn(SwingUtilities::invokeLater);
            self[0] = registry.connect(PortName.of("swing.title"));
            System.out.println(
                    "on the event thread: " + self[0].request(1, null).data().get(0));
            System.out.println("waiting there for itself: "
                    + self[0].request(2, null).data().get(0));
            CompletableFuture<String> text = new CompletableFuture<>();
            self[0].send(3, null, SendOptions.DEFAULT);
            self[0].request(4, null);
            SwingUtilities.invokeLater(() -> text.complete(label.getText()));
            System.out.println("the label: " + text.get(10, TimeUnit.SECONDS));
        }
        System.exit(0); // the event thread is no daemon while the window is there
    }

    /** The event thread may ask its own port in no way that waits. */
    private static ByteBuffer answer(RemoteMessagePort self) throws InterruptedException {
        try {
            self.request(5, null);
            return ByteBuffer.wrap(new byte[] {0});
        } catch (WouldDeadlockException e) {
            return ByteBuffer.wrap(new byte[] {1});
        }
    }
}
