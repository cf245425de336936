package io.sparksecrets.e2e.job;

import java.time.Instant;

/** Prints when it started, and ends. */
public final class StartJob {

    private StartJob() {}

    /** Arguments are not looked at. */
    public static void main(String[] arguments) {
        System.out.println("main at " + Instant.now());
    }
}
