package org.roadstead.launcher;

import java.nio.file.Files;
import java.nio.file.Path;

/** A process that has a storage until its input ends, or until it is killed. */
final class StorageHolder {
    private StorageHolder() {}

    public static void main(String[] words) throws Exception {
        try (FrameworkStorage storage = FrameworkStorage.create(Path.of(words[0]))) {
            Files.createDirectories(storage.bundles().resolve("bundle1"));
            Files.writeString(storage.bundles().resolve("bundle1").resolve("data"), "x");
            System.out.println(storage.bundles().getParent());
            System.in.transferTo(System.out);
        }
    }
}
