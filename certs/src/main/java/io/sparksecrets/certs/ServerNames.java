package io.sparksecrets.certs;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Collection;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** The names of a server as a subjectAltName. A name that reads as an address is an address. */
final class ServerNames {

    private static final int MAX_LENGTH = 253;
    private static final Pattern DNS_NAME = Pattern.compile(
            "(?:\\*\\.)?[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-f:.]*:[0-9a-f:.]*", Pattern.CASE_INSENSITIVE);

    private ServerNames() {}

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
