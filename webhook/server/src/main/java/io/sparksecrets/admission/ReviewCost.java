package io.sparksecrets.admission;

/**
 * How much of the heap a review takes at most: upper bounds for what JSON can be made of, whatever it looks like, so that it is
 * counted before it is there.
 */
final class ReviewCost {

    /**
     * Of one token, and of what a list or a map sets aside for it. The dearest is an object within an object: 200 bytes for a
     * brace, a name and a brace.
     */
    private static final int BYTES_PER_TOKEN = 68;

    /**
     * The body, and its texts: a single character beyond Latin-1 has each of the others take two bytes, in the buffer of the
     * parser, in that of the text and in the text. And later what texts are cut into, and the answer that is made of them.
     */
    private static final int BYTES_PER_BYTE = 12;

    private ReviewCost() {}

    /** Of a body of which nothing but its length is known. */
    static long of(int bytes) {
        return of(bytes, Math.min(bytes, ReviewTree.MAX_TOKENS));
    }

    /** Of a body that has been read. */
    static long of(int bytes, long tokens) {
        return (long) bytes * BYTES_PER_BYTE + tokens * BYTES_PER_TOKEN;
    }

    /** How long a body may be that so much memory is enough for. */
    static long longestBody(long memory) {
        long ofTokens = memory / (BYTES_PER_BYTE + BYTES_PER_TOKEN);
        return ofTokens <= ReviewTree.MAX_TOKENS
                ? ofTokens
                : (memory - (long) ReviewTree.MAX_TOKENS * BYTES_PER_TOKEN) / BYTES_PER_BYTE;
    }
}
