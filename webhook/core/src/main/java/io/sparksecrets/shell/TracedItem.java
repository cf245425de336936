package io.sparksecrets.shell;

/** A part of a script that says something of tracing. */
sealed interface TracedItem {

    /** A command switches it on or off. */
    record Switch(boolean on) implements TracedItem {}

    /** A command has a reference. */
    record Found(int place) implements TracedItem {}

    /** Of branches: the next one begins. */
    record Alternative() implements TracedItem {}

    /** Commands within a construct. */
    record Inner(TracedBlock block) implements TracedItem {}
}
