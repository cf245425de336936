package io.sparksecrets.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands before a server on the loopback interface and can make the network between bad. */
public final class TcpProxy implements AutoCloseable {

    private final ServerSocket listening;
    private final int serverPort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /** Counts up when the network becomes bad or good again; connections of an earlier age stay silent. */
    private volatile int age;

    private volatile boolean silent;

    private TcpProxy(ServerSocket listening, int serverPort) {
        this.listening = listening;
        this.serverPort = serverPort;
    }

    /** Begins to pass connections on. */
    public static TcpProxy to(int serverPort) throws IOException {
        TcpProxy proxy = new TcpProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), serverPort);
        start(proxy::accept);
        return proxy;
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** From now on takes what comes and passes nothing on, in old connections and new ones, as a broken network does. */
    public synchronized void swallow() {
        silent = true;
        age++;
    }

    /** Passes new connections on again; the old ones stay as they are. */
    public synchronized void passOn() {
        silent = false;
        age++;
    }

    /** Ends all connections with a reset. */
    public void reset() {
        for (Socket socket : sockets) {
            try {
                // With a linger time of nothing a reset is sent instead of an orderly end.
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException e) {
                // It has ended already.
            }
        }
        sockets.clear();
    }

    /** No virtual ones: tests look whether those of the program have ended. */
    private static void start(Runnable work) {
        Thread.ofPlatform().daemon().name("proxy").start(work);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                sockets.add(client);
                Socket server = new Socket();
                sockets.add(server);
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
                int itsAge = age;
                start(() -> pass(client, server, itsAge));
                start(() -> pass(server, client, itsAge));
            } catch (IOException e) {
                // The client sees that the server is not there, by the end of its connection.
                reset();
            }
        }
    }

    private void pass(Socket from, Socket to, int itsAge) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (!silent && itsAge == age) {
                    out.write(buffer, 0, read);
                    out.flush();
                }
            }
        } catch (IOException e) {
            // Both ends are closed.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        reset();
    }
}
