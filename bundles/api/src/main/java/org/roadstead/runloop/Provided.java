package org.roadstead.runloop;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The providers that are registered. */
final class Provided {
    static final List<RunLoopProvider> PROVIDERS = new CopyOnWriteArrayList<>();

    private Provided() {}

    static RunLoopProvider provider() {
        Iterator<RunLoopProvider> providers = PROVIDERS.iterator();
        if (!providers.hasNext()) {
            throw new IllegalStateException("there is no Roadstead kernel here; start the bundle org.roadstead.core, or"
                    + " outside of a framework call Roadstead.open first");
        }
        return providers.next();
    }
}
