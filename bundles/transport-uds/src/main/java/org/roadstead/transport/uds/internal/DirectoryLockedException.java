package org.roadstead.transport.uds.internal;

import java.io.IOException;

/** The lock of the directory was not free in time. Nothing was changed. */
final class DirectoryLockedException extends IOException {
    private static final long serialVersionUID = 1L;

    DirectoryLockedException(String message) {
        super(message);
    }
}
