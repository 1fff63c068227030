package org.roadstead.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleWiring;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.runtime.NodeSnapshot;
import org.roadstead.runtime.PortRuntime;
import org.roadstead.runtime.PortSnapshot;

/** The bundles as they come out of the build, in a framework that checks what they say of themselves. */
public class BundlesIT extends FrameworkTest {

    @Test
    public void everyBundleIsResolvedAndActive() throws Exception {
        Bundle demo = startDemo();
        assertThat(Stream.of(context.getBundles())
                        .filter(bundle ->
                                String.valueOf(bundle.getSymbolicName()).startsWith("org.roadstead")))
                .hasSize(5)
                .allSatisfy(bundle -> assertThat(bundle.getState())
                        .as(bundle.getSymbolicName())
                        .isEqualTo(Bundle.ACTIVE));
        assertThat(context.getServiceReference(PortRegistry.class).getProperty(Constants.SERVICE_SCOPE))
                .isEqualTo(Constants.SCOPE_BUNDLE);
        demo.stop();
    }

    /** Only the API is for others: neither the kernel nor the transport exports a package. */
    @Test
    public void nothingOfTheKernelIsVisibleToOthers() {
        for (String name : new String[] {"org.roadstead.core", "org.roadstead.transport.uds"}) {
            assertThat(installed(name).adapt(BundleWiring.class).getCapabilities("osgi.wiring.package"))
                    .as(name)
                    .isEmpty();
        }
    }

    @Test
    public void theTransportSaysThatItIsOne() {
        assertThat(installed("org.roadstead.transport.uds")
                        .adapt(BundleWiring.class)
                        .getCapabilities("org.roadstead.transport"))
                .singleElement()
                .satisfies(capability -> assertThat(capability.getAttributes()).containsEntry("transport", "uds"));
    }

    @Test
    public void theSnapshotShowsEachPortWithItsOwner() throws Exception {
        TestBundle owner = bundle("snap.owner");
        owner.registry().createLocal(PortName.of("snap.a"), IncomingMessage::data);

        NodeSnapshot node = service(PortRuntime.class).snapshot();
        assertThat(node.label()).isEqualTo(framework());
        assertThat(node.pid()).isEqualTo(ProcessHandle.current().pid());
        PortSnapshot port = node.ports().stream()
                .filter(each -> each.name().equals("snap.a"))
                .findFirst()
                .orElseThrow();
        assertThat(port.owner()).isEqualTo(owner.label());
        assertThat(port.transports()).containsExactly("vm", "uds");
        assertThat(port.published()).isTrue();
        assertThat(port.limit()).isEqualTo(64);
        assertThat(port.state()).isEqualTo("listening");
        assertThat(node.spaces()).anySatisfy(space -> {
            assertThat(space.owner()).isEqualTo(owner.label());
            assertThat(space.loop()).isEqualTo(owner.loopName());
            assertThat(space.localPorts()).isEqualTo(1);
        });
    }
}
