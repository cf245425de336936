package io.sparksecrets.configuration;

/** Where the certificate of the HTTPS servers comes from. */
public enum CertificateSourceType {
    /** Made at the start, with an authority of its own; for one replica and for trying it out. */
    MEMORY,
    /** Of the installation's own authority, which the replicas share through a Secret. */
    KUBERNETES,
    /** Files that somebody else puts in place and renews. */
    FILES
}
