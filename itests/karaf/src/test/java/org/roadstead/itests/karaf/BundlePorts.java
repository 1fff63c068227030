package org.roadstead.itests.karaf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.osgi.framework.BundleContext;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.MessagePortException;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;

/** What the bundle of the test does with the API. Apart from the test, which is loaded before the API is installed. */
final class BundlePorts {
    private BundlePorts() {}

    /** Serves a port for a moment and asks it. */
    static String echo(BundleContext context, String name, String text) throws InterruptedException {
        PortRegistry registry = context.getService(context.getServiceReference(PortRegistry.class));
        try (LocalMessagePort local = registry.createLocal(PortName.of(name), IncomingMessage::data);
                RemoteMessagePort remote = registry.connect(PortName.of(name))) {
            byte[] reply = remote.request(1, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))
                    .toByteArray();
            return new String(reply, StandardCharsets.UTF_8);
        }
    }

    /** Whether a new port takes a message of this size. */
    static boolean takes(BundleContext context, String text) throws InterruptedException {
        try {
            return echo(context, "karaf.limited", text).equals(text);
        } catch (MessagePortException | IllegalArgumentException e) {
            return false;
        }
    }
}
