package io.sparksecrets.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback interface that nobody uses. */
public final class FreePort {

    /**
     * Below those that systems give to clients. A client that tries again and again to reach a server that is down would
     * otherwise be given the server's port one day, and be connected to itself.
     */
    private static final int FIRST = 15_000;

    private static final int LAST = 30_000;
    private static final int ATTEMPTS = 1000;

    private FreePort() {}

    /** A port chosen at random, so that tests that run at once do not meet. */
    public static int choose() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no port from %d to %d is free".formatted(FIRST, LAST));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
