package io.sparksecrets.testing;

import java.io.IOException;
import org.junit.jupiter.api.Assumptions;

/** How a test comes to a server: {@code ApiServer server = RealServer.start(ApiServer::start);} in a {@code @BeforeAll}. */
public final class RealServer {

    private RealServer() {}

    /** What starts it. */
    @FunctionalInterface
    public interface Start<S> {
        S start() throws IOException, Unavailable;
    }

    /**
     * Starts a server. Where it cannot be had the test, or all tests of the class, are skipped with one line that says what is
     * missing; with {@code CI=true} in the environment they fail instead.
     */
    public static <S> S start(Start<S> server) throws IOException {
        try {
            return server.start();
        } catch (Unavailable e) {
            e.failWhereRequired();
            System.out.println("Tests are skipped. " + e.getMessage());
            return Assumptions.abort(e.getMessage());
        }
    }
}
