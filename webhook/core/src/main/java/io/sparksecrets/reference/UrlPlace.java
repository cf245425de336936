package io.sparksecrets.reference;

import org.jspecify.annotations.Nullable;

/** Where in a URL a value stands, and which characters have no meaning there (RFC 3986, and what readers make of it). */
enum UrlPlace {
    USER("!$&'()*;="),
    PASSWORD("!$&'()*;="),
    /** All of the user information, which may be a user with a password. */
    USER_INFO("!$&'()*;=:"),
    /** A part of the path. Its slashes are taken for slashes. */
    PATH("!$&'()*,;:@=/"),
    /** The value of a parameter, wherever the scheme has its parameters. */
    PARAMETER("!$'()*,:@/?="),
    /** An option of a host, as in {@code (host=h,password=p)} of MySQL. */
    HOST_OPTION("!$"),
    /** A host, all of a query, a name: the value is text of a URL, and nothing in it is foreign. */
    URL_TEXT(null);

    private final @Nullable String harmless;

    UrlPlace(@Nullable String harmless) {
        this.harmless = harmless;
    }

    static UrlPlace of(UrlText url) {
        String before = url.before();
        if (before.indexOf('#') >= 0 || url.isInParameter()) {
            return PARAMETER;
        }
        if (before.indexOf('?') >= 0) {
            return URL_TEXT;
        }
        boolean inAuthority = before.indexOf('/') < 0;
        if ((inAuthority || !url.hasAuthority()) && url.restOfAuthority().indexOf('@') >= 0) {
            return inUserInfo(url);
        }
        if (before.endsWith("=")) {
            return inAuthority ? HOST_OPTION : PARAMETER;
        }
        return inAuthority ? URL_TEXT : PATH;
    }

    private static UrlPlace inUserInfo(UrlText url) {
        if (url.before().indexOf(':') >= 0 || url.before().indexOf('/') >= 0) {
            return PASSWORD;
        }
        return url.before().isEmpty() && url.after().startsWith("@") ? USER_INFO : USER;
    }

    /** Whether a character has a meaning here, for a reader that decodes percent-encoding. */
    boolean givesMeaningTo(int c) {
        return harmless != null && !Encoding.isUnreserved(c) && harmless.indexOf(c) < 0;
    }
}
