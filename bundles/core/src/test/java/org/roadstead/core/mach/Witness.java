package org.roadstead.core.mach;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveResult;
import org.roadstead.mach.SendResult;

/** Stands between a face and the kernel, and remembers for each thread what the kernel said last of a message. */
final class Witness implements InvocationHandler {
    private final PortSpace kernel;

    @SuppressWarnings("ThreadLocalUsage") // what each kernel said last, to each thread
    private final ThreadLocal<Object> said = new ThreadLocal<>();

    Witness(PortSpace kernel) {
        this.kernel = kernel;
    }

    /** Returns the kernel's space, watched. */
    PortSpace space() {
        return (PortSpace)
                Proxy.newProxyInstance(PortSpace.class.getClassLoader(), new Class<?>[] {PortSpace.class}, this);
    }

    void forget() {
        said.remove();
    }

    /** Returns a {@link SendResult} or {@link ReceiveResult}; null if the kernel was not asked. */
    Object said() {
        return said.get();
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        Object[] given = arguments == null
                ? null
                : Arrays.stream(arguments).map(Witness::behind).toArray();
        try {
            Object result = method.invoke(kernel, given);
            if (result instanceof SendResult || result instanceof ReceiveResult) {
                said.set(result);
            }
            return result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Object behind(Object argument) {
        boolean watched = argument != null
                && Proxy.isProxyClass(argument.getClass())
                && Proxy.getInvocationHandler(argument) instanceof Witness;
        return watched ? ((Witness) Proxy.getInvocationHandler(argument)).kernel : argument;
    }
}
