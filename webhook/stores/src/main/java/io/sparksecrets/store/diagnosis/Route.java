package io.sparksecrets.store.diagnosis;

import java.time.Duration;
import java.util.List;

/** The way to a store. */
sealed interface Route {

    /**
     * Over the network.
     *
     * @param servers one of which has to answer, tried in this order
     * @param timeout for a connection, and for an answer on it
     */
    record Network(List<Address> servers, TlsProbe tls, Duration timeout) implements Route {
        public Network {
            servers = List.copyOf(servers);
        }
    }

    /** There is no network between. */
    record Local(String why) implements Route {}

    /** It is not known where the store is. */
    record Unknown(String why, String hint) implements Route {}
}
