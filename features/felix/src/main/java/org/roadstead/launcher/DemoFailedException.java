package org.roadstead.launcher;

/** A step of the demo did not show what it is there to show. */
final class DemoFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    DemoFailedException(String message) {
        super(message);
    }
}
