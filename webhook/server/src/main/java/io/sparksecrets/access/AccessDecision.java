package io.sparksecrets.access;

/** What a policy says to a workload that wants to use a secret. */
public sealed interface AccessDecision {

    /**
     * A rule lets the workload use the secret.
     *
     * @param rule the number of the first rule that allows it, from 1, for the audit
     */
    record Allowed(int rule) implements AccessDecision {}

    /**
     * No rule does.
     *
     * @param why for the user: what the workload may use, and what a platform engineer would have to allow
     */
    record Denied(String why) implements AccessDecision {}
}
