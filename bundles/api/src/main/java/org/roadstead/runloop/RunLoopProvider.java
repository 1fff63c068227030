package org.roadstead.runloop;

import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What stands behind the static methods of this package. A kernel registers its own while it is open, in a framework as on
 * the class path and the module path, so nothing is looked up by name and no class loader is searched. Programs do not
 * call this.
 */
@ProviderType
public interface RunLoopProvider {
    /**
     * Returns the loop of the calling thread, made with the first call.
     *
     * @return always the same for a thread
     */
    RunLoop current();

    /**
     * Makes a source.
     *
     * @param order its order
     * @param callbacks what the loop calls
     * @return the source
     */
    SignalSource signalSource(int order, SignalSource.Callbacks callbacks);

    /**
     * Makes a timer.
     *
     * @param first from now
     * @param interval zero or negative for one firing
     * @param callback what it does
     * @return the timer
     */
    RunLoopTimer timer(Duration first, Duration interval, Consumer<? super RunLoopTimer> callback);

    /**
     * Makes an observer.
     *
     * @param activities what it is told of
     * @param repeats false for once
     * @param order its order
     * @param callback what it does
     * @return the observer
     */
    RunLoopObserver observer(Set<Activity> activities, boolean repeats, int order, RunLoopObserver.Callback callback);

    /**
     * Registers a provider, once more if it is registered. The one that was first is used, until it is registered no more.
     *
     * @param provider the provider
     */
    static void register(RunLoopProvider provider) {
        Provided.PROVIDERS.add(java.util.Objects.requireNonNull(provider, "provider"));
    }

    /**
     * Undoes one {@link #register}.
     *
     * @param provider the provider
     */
    static void unregister(RunLoopProvider provider) {
        Provided.PROVIDERS.remove(provider);
    }
}
