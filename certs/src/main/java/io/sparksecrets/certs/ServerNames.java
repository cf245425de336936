package io.sparksecrets.certs;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** The names of a server as a subjectAltName. A name that reads as an address is an address. */
public final class ServerNames {

    private static final int MAX_LENGTH = 253;
    private static final Pattern DNS_NAME = Pattern.compile(
            "(?:\\*\\.)?[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-f:.]*:[0-9a-f:.]*", Pattern.CASE_INSENSITIVE);

    private ServerNames() {}

    /**
     * The names that Kubernetes gives a Service, of which the API server uses {@code name.namespace.svc}.
     *
     * @return the shortest first; the longest with the usual domain of a cluster, {@code cluster.local}
     */
    public static List<String> ofService(String service, String namespace) {
        String svc = service + "." + namespace + ".svc";
        return List.of(service, service + "." + namespace, svc, svc + ".cluster.local");
    }

    /** Whether a server can have this name: a DNS name, which may begin with {@code *.}, or an address. */
    public static boolean isName(String text) {
        try {
            name(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The DNS names, in lower case, and addresses of a certificate. */
    static Set<String> of(X509Certificate certificate) {
        Set<String> names = new LinkedHashSet<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            for (List<?> alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
                int kind = (Integer) alternative.get(0);
                if (kind == GeneralName.dNSName || kind == GeneralName.iPAddress) {
                    names.add(comparable((String) alternative.get(1)));
                }
            }
        } catch (CertificateParsingException e) {
            return Set.of();
        }
        return names;
    }

    /** Whether a client that calls the server by a name accepts a certificate with these, as {@link #of} tells them. */
    static boolean cover(Set<String> names, String name) {
        String wanted = comparable(name);
        int dot = wanted.indexOf('.');
        return names.contains(wanted) || (dot > 0 && names.contains("*" + wanted.substring(dot)));
    }

    private static String comparable(String name) {
        return ADDRESS.matcher(name).matches()
                ? InetAddress.ofLiteral(name).getHostAddress()
                : name.toLowerCase(Locale.ROOT);
    }

    static GeneralNames of(Collection<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a server certificate needs at least one DNS name or address");
        }
        return new GeneralNames(names.stream().map(ServerNames::name).toArray(GeneralName[]::new));
    }

    private static GeneralName name(String name) {
        if (ADDRESS.matcher(name).matches()) {
            return new GeneralName(GeneralName.iPAddress, address(name));
        }
        if (name.length() > MAX_LENGTH || !DNS_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("\"%s\" is neither a DNS name nor an address".formatted(name));
        }
        return new GeneralName(GeneralName.dNSName, name);
    }

    private static String address(String literal) {
        try {
            InetAddress address = InetAddress.ofLiteral(literal);
            // Java also reads 10.1 as 10.0.0.1; nobody who verifies a certificate does.
            if (address instanceof Inet6Address || address.getHostAddress().equals(literal)) {
                return address.getHostAddress();
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"%s\" is not an address".formatted(literal), e);
        }
        throw new IllegalArgumentException("\"%s\" is not an address of four parts".formatted(literal));
    }
}
