package org.roadstead.demo.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.service.component.ComponentConstants;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.NameInUseException;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;

class DemoPortsTest {
    private final List<String> calls = new ArrayList<>();

    @Test
    void deactivationEndsThePorts() {
        new DemoPorts(registry("")).stop(ComponentConstants.DEACTIVATION_REASON_REFERENCE);
        assertThat(calls).containsExactly("create demo.echo", "create demo.slow", "end demo.echo", "end demo.slow");
    }

    @Test
    void theEndOfTheBundleIsLeftToRoadstead() {
        new DemoPorts(registry("")).stop(ComponentConstants.DEACTIVATION_REASON_BUNDLE_STOPPED);
        assertThat(calls).containsExactly("create demo.echo", "create demo.slow");
    }

    @Test
    void aNameThatIsTakenIsLeftToItsOwner() {
        new DemoPorts(registry("demo.echo")).stop(ComponentConstants.DEACTIVATION_REASON_DISABLED);
        assertThat(calls).containsExactly("create demo.slow", "end demo.slow");
    }

    private PortRegistry registry(String taken) {
        return proxy(PortRegistry.class, (method, name) -> {
            if (name.value().equals(taken)) {
                throw new NameInUseException(name, null, "taken");
            }
            calls.add("create " + name);
            return proxy(LocalMessagePort.class, (call, none) -> {
                calls.add("end " + name);
                return null;
            });
        });
    }

    private interface Behaviour {
        Object on(String method, PortName name);
    }

    private static <T> T proxy(Class<T> type, Behaviour behaviour) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) ->
                        behaviour.on(method.getName(), arguments == null ? null : (PortName) arguments[0])));
    }
}
