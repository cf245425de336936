package io.sparksecrets.store.diagnosis;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Name resolution, connection and TLS. */
final class NetworkSteps {

    private final Route.Network route;
    private final List<InetSocketAddress> resolved = new ArrayList<>();

    private NetworkSteps(Route.Network route) {
        this.route = route;
    }

    /** Takes the steps up to the first that fails. */
    static List<StepResult> take(Route.Network route) {
        NetworkSteps steps = new NetworkSteps(route);
        List<StepResult> results = new ArrayList<>();
        results.add(steps.resolve());
        if (!results.getLast().isFailed()) {
            steps.connect(results);
        }
        return results;
    }

    private StepResult resolve() {
        List<String> found = new ArrayList<>();
        for (Address server : route.servers()) {
            try {
                InetAddress[] addresses = InetAddress.getAllByName(server.host());
                for (InetAddress address : addresses) {
                    resolved.add(new InetSocketAddress(address, server.port()));
                }
                found.add(server.host() + " is " + shown(addresses));
            } catch (UnknownHostException e) {
                found.add(server.host() + " is not known");
            }
        }
        String detail = String.join("; ", found);
        return resolved.isEmpty()
                ? StepResult.failed(
                        Step.NAME_RESOLUTION,
                        detail,
                        "check the spelling of the host name, and that the name server of this host knows it; a Service of"
                                + " another namespace is NAME.NAMESPACE.svc")
                : StepResult.passed(Step.NAME_RESOLUTION, detail);
    }

    private static String shown(InetAddress... addresses) {
        List<String> texts = new ArrayList<>();
        for (InetAddress address : addresses) {
            texts.add(address.getHostAddress());
        }
        return String.join(", ", texts);
    }

    private void connect(List<StepResult> results) {
        List<String> tried = new ArrayList<>();
        for (InetSocketAddress address : resolved) {
            try (Socket socket = new Socket()) {
                int millis = (int) Math.min(route.timeout().toMillis(), Integer.MAX_VALUE);
                socket.connect(address, millis);
                socket.setSoTimeout(millis);
                tried.add(text(address) + " accepts");
                results.add(StepResult.passed(Step.CONNECTION, String.join("; ", tried)));
                results.add(route.tls().probe(socket, serverOf(address)));
                return;
            } catch (IOException e) {
                tried.add(text(address) + " " + reason(e, route.timeout()));
            }
        }
        results.add(StepResult.failed(Step.CONNECTION, String.join("; ", tried), hint(tried)));
    }

    /** By the name that was asked for, which the certificate has to bear. */
    private static Address serverOf(InetSocketAddress address) {
        return new Address(address.getHostString(), address.getPort());
    }

    private static String text(InetSocketAddress address) {
        return new Address(address.getAddress().getHostAddress(), address.getPort()).toString();
    }

    private static String reason(IOException failure, Duration timeout) {
        return switch (failure) {
            case SocketTimeoutException late -> "does not answer within " + timeout.toMillis() + " ms";
            case NoRouteToHostException nowhere -> "cannot be reached: there is no route to it";
            case ConnectException refused -> "refuses the connection";
            default -> "ended the connection";
        };
    }

    private static String hint(List<String> tried) {
        return tried.stream().anyMatch(failure -> failure.contains("refuses"))
                ? "does the server run, and is the port right?"
                : "is there a firewall or a NetworkPolicy between here and there?";
    }
}
