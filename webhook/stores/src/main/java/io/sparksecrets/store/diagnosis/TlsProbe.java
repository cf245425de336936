package io.sparksecrets.store.diagnosis;

import java.net.Socket;

/** How TLS begins on a connection to a server. */
interface TlsProbe {

    /** Tries it on a connection that is new; the connection is of no use afterwards. */
    StepResult probe(Socket connection, Address server);
}
