package io.sparksecrets.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;

/**
 * One kept TLS connection that sends the same request again and again. As cheap as can be, because it shares the processor with
 * the server it measures: one write, one buffer, no headers but the length of the answer.
 */
final class LoadConnection implements AutoCloseable {

    private static final byte[] OK = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] request;
    private final byte[] buffer = new byte[64 * 1024];

    LoadConnection(ServerProcess server, String path, byte[] body) throws IOException {
        socket = (SSLSocket)
                server.trust().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        in = socket.getInputStream();
        out = socket.getOutputStream();
        byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
    }

    /** Sends the request and waits for the whole answer, which must be 200. */
    void roundTrip() throws IOException {
        out.write(request);
        int have = 0;
        int need = -1;
        while (need < 0 || have < need) {
            int read = in.read(buffer, have, buffer.length - have);
            if (read < 0) {
                throw new EOFException("the server closed the connection");
            }
            have += read;
            if (need < 0) {
                need = answerLength(have);
            }
        }
        for (int i = 0; i < OK.length; i++) {
            if (buffer[i] != OK[i]) {
                throw new IOException(new String(buffer, 0, have, StandardCharsets.UTF_8));
            }
        }
    }

    /** How long head and body are together; -1 while the head is not whole. */
    private int answerLength(int have) {
        int body = 0;
        for (int i = 0; i + 3 < have; i++) {
            if (buffer[i] == '\n' && startsWithIgnoreCase(i + 1, have)) {
                body = number(i + 1 + LENGTH.length, have);
            }
            if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
                return i + 4 + body;
            }
        }
        return -1;
    }

    private boolean startsWithIgnoreCase(int at, int have) {
        if (at + LENGTH.length > have) {
            return false;
        }
        for (int i = 0; i < LENGTH.length; i++) {
            if ((buffer[at + i] | 0x20) != (LENGTH[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private int number(int from, int have) {
        int number = 0;
        for (int i = from; i < have && buffer[i] != '\r'; i++) {
            if (buffer[i] >= '0' && buffer[i] <= '9') {
                number = number * 10 + buffer[i] - '0';
            }
        }
        return number;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
