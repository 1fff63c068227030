package org.roadstead.core.osgi;

import java.util.Arrays;
import java.util.Locale;
import org.osgi.framework.ServiceReference;
import org.roadstead.core.port.KeptPort;
import org.roadstead.port.Dispatch;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.MessageHandler;
import org.roadstead.port.PortName;
import org.roadstead.port.PortScope;
import org.roadstead.port.ServesPort;

/**
 * What the properties of a handler service say of its port; {@link ServesPort} documents them. A value is taken as its type or as text,
 * as configuration files give it.
 */
final class HandlerProperties {
    /** The name of the port. */
    static final String NAME = "port.name";
    /** The name again, as Declarative Services calls what {@link ServesPort} gives; the other one, of a configuration, wins. */
    static final String ANNOTATED = "port.serves.port";

    private static final String QUEUE_LIMIT = "port.queue.limit";
    private static final String SCOPE = "port.scope";
    private static final String DISPATCH = "port.dispatch";
    private static final String DECLARED = "port.declared";

    private final ServiceReference<MessageHandler> service;

    private HandlerProperties(ServiceReference<MessageHandler> service) {
        this.service = service;
    }

    /**
     * Reads the properties as they are now.
     *
     * @throws IllegalArgumentException naming the property, its value and what is allowed
     */
    static KeptPort.Wish read(ServiceReference<MessageHandler> service, MessageHandler handler) {
        HandlerProperties properties = new HandlerProperties(service);
        LocalPortOptions options = LocalPortOptions.named(properties.name(), handler)
                .withQueueLimit(properties.queueLimit())
                .withScope(properties.oneOf(SCOPE, PortScope.class, PortScope.USER))
                .withDispatch(properties.dispatch());
        return new KeptPort.Wish(options, properties.declared());
    }

    private PortName name() {
        String key = service.getProperty(NAME) == null ? ANNOTATED : NAME;
        Object value = service.getProperty(key);
        try {
            return PortName.of(String.valueOf(value));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + " is " + value + ": " + e.getMessage(), e);
        }
    }

    private int queueLimit() {
        Object value = service.getProperty(QUEUE_LIMIT);
        if (value == null) {
            return LocalPortOptions.DEFAULT_QUEUE_LIMIT;
        }
        try {
            int limit = Integer.parseInt(value.toString().strip());
            if (limit >= 1 && limit <= LocalPortOptions.MAX_QUEUE_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw wrong(QUEUE_LIMIT, value, "1 to " + LocalPortOptions.MAX_QUEUE_LIMIT, e);
        }
        throw wrong(QUEUE_LIMIT, value, "1 to " + LocalPortOptions.MAX_QUEUE_LIMIT, null);
    }

    private Dispatch dispatch() {
        return switch (oneOf(DISPATCH, ServesPort.On.class, ServesPort.On.OWN_LOOP)) {
            case OWN_LOOP -> Dispatch.ownLoop();
            case DIRECT -> Dispatch.direct();
        };
    }

    private boolean declared() {
        Object value = service.getProperty(DECLARED);
        String text = value == null ? "false" : value.toString().strip();
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw wrong(DECLARED, value, "true, false", null);
    }

    private <E extends Enum<E>> E oneOf(String key, Class<E> type, E otherwise) {
        Object value = service.getProperty(key);
        if (value == null) {
            return otherwise;
        }
        String text = value.toString().strip().toUpperCase(Locale.ROOT);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(text))
                .findFirst()
                .orElseThrow(() -> wrong(
                        key, value, Arrays.toString(type.getEnumConstants()).replaceAll("[\\[\\]]", ""), null));
    }

    private static IllegalArgumentException wrong(String key, Object value, String allowed, Exception cause) {
        return new IllegalArgumentException(key + " is " + value + "; allowed: " + allowed, cause);
    }
}
