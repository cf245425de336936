package io.sparksecrets.text;

/** Bytes that should be text in UTF-8 are none. The message names the place and holds none of the bytes. */
public final class NotUtf8Exception extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param position the first byte that is wrong, counted from 0 */
    NotUtf8Exception(int position) {
        super("not UTF-8 text (byte " + (position + 1) + ")");
    }
}
