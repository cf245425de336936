package io.sparksecrets.store.diagnosis;

/** Where a server listens. */
record Address(String host, int port) {

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
