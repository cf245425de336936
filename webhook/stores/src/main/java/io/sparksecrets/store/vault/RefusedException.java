package io.sparksecrets.store.vault;

/** Vault refused a request of the driver. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient VaultAnswer answer;

    RefusedException(VaultAnswer answer) {
        super("HTTP " + answer.status());
        this.answer = answer;
    }

    VaultAnswer answer() {
        return answer;
    }
}
