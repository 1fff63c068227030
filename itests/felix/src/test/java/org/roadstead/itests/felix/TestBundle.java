package org.roadstead.itests.felix;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.roadstead.port.PortRegistry;

/** A bundle that the test has made, owner of its ports: what it gets from its own context belongs to it. */
final class TestBundle {
    private final Bundle bundle;

    private TestBundle(Bundle bundle) {
        this.bundle = bundle;
    }

    static TestBundle start(BundleContext framework, String symbolicName, Class<?>... classes)
            throws IOException, BundleException {
        Bundle bundle =
                framework.installBundle("test:" + symbolicName, new ByteArrayInputStream(jar(symbolicName, classes)));
        bundle.start();
        return new TestBundle(bundle);
    }

    private static byte[] jar(String symbolicName, Class<?>... classes) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", symbolicName);
        if (classes.length > 0) {
            headers.putValue("Import-Package", "org.roadstead.port");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            for (Class<?> type : classes) {
                String path = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(path));
                try (InputStream code = type.getClassLoader().getResourceAsStream(path)) {
                    code.transferTo(jar);
                }
                jar.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    Bundle bundle() {
        return bundle;
    }

    /** The registry that this bundle sees. */
    PortRegistry registry() {
        return bundle.getBundleContext().getService(registryReference());
    }

    /** What {@link #registry()} was got by. */
    ServiceReference<PortRegistry> registryReference() {
        return bundle.getBundleContext().getServiceReference(PortRegistry.class);
    }

    /** The label of this bundle as an owner of ports. */
    String label() {
        return bundle.getSymbolicName() + " (" + bundle.getBundleId() + ")";
    }

    /** The name of its run loop's thread. */
    String loopName() {
        return "port-loop [" + bundle.getSymbolicName() + "]";
    }

    /** The thread of its run loop, or null if there is none. */
    Thread loopThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(loopName()))
                .findFirst()
                .orElse(null);
    }

    void start() throws BundleException {
        bundle.start();
    }

    void stop() throws BundleException {
        bundle.stop();
    }

    /** Gives the bundle other content; if it is started, that stops and starts it. */
    void update(Class<?>... classes) throws IOException, BundleException {
        bundle.update(new ByteArrayInputStream(jar(bundle.getSymbolicName(), classes)));
    }

    void uninstall() throws BundleException {
        if (bundle.getState() != Bundle.UNINSTALLED) {
            bundle.uninstall();
        }
    }
}
