package org.roadstead.port;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Makes a port of a Declarative Services component: the component is a {@link MessageHandler}, and for as long as it is registered there
 * is a local port ({@code CFMessagePortCreateLocal}) with this name, which it serves. The port belongs to the component's bundle.
 *
 * <pre>{@code
 * @Component
 * @ServesPort("demo.echo")
 * public class Echo implements MessageHandler {
 *     public ByteBuffer handle(IncomingMessage message) {
 *         return message.data();
 *     }
 * }
 * }</pre>
 *
 * <p>The elements are service properties: {@code port.name} for the name, {@code port.queue.limit}, {@code port.scope}, {@code
 * port.dispatch} and {@code port.declared}; any {@code MessageHandler} service with a property {@code port.name} is served, also one that
 * is registered by hand. What a configuration of the component says wins; a value may be text, and that of an enum in any case.
 *
 * <p>When the service goes, the port refuses new messages, and those that it has accepted are handled before the unregistration
 * returns, for as long as the grace that a stop has; so the component is not called after it is deactivated. When its bundle stops the
 * messages end at once, as those of every port do. A handler that unregisters its own service does not wait for itself.
 *
 * <p>When properties change, the port changes, and no message is lost: another name, queue limit or dispatch leaves the queue
 * and all remotes as they are; for another scope, for {@code declared}, and for the name of a declared port the messages that were
 * accepted are handled first, and remotes connect anew.
 *
 * <p>A name has one owner. If another port has it, here or in another process, or if a property has a wrong value, there is no port:
 * a warning says why, the snapshot shows the port as {@code refused} with the reason, and it is tried again until the name is
 * free. Of several handler services with one name that which came first has it, whatever their ranking.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ServesPort {
    /** What the names of the properties begin with. */
    String PREFIX_ = "port.";

    /** Where the handler runs. */
    enum On {
        /** On the run loop of the bundle, as {@link Dispatch#ownLoop()}. */
        OWN_LOOP,
        /** On the thread that delivers the message, as {@link Dispatch#direct()}; the handler must not block. */
        DIRECT
    }

    /**
     * The name of the port.
     *
     * @return the name, as {@link PortName#of} takes it; {@code port.name} in a configuration wins over it
     */
    String value();

    /**
     * How many messages may wait: {@code port.queue.limit}.
     *
     * @return 1 to {@value LocalPortOptions#MAX_QUEUE_LIMIT}; a lowered limit drops nothing that waits
     */
    int queue_limit() default LocalPortOptions.DEFAULT_QUEUE_LIMIT;

    /**
     * How far the name reaches: {@code port.scope}.
     *
     * @return the scope
     */
    PortScope scope() default PortScope.USER;

    /**
     * Where the handler runs: {@code port.dispatch}.
     *
     * @return the dispatch
     */
    On dispatch() default On.OWN_LOOP;

    /**
     * Whether the name is declared, as {@link PortRegistry#declare} does: {@code port.declared}. It then outlives the service, and
     * the stops and updates of its bundle; clients notice nothing, and messages queue meanwhile.
     *
     * @return true to declare it
     */
    boolean declared() default false;
}
