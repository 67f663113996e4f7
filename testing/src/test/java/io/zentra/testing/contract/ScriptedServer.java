package io.zentra.testing.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real server on the loopback that answers byte by byte what its test says, well-formed or not. Thread-safe. */
final class ScriptedServer implements AutoCloseable {
    private static final String LENGTH = "content-length: ";

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Script script = text("HTTP/1.1 204 No Content\r\n\r\n");

    /** What is said after a request has come; then the connection ends. */
    interface Script {
        /** Says it. */
        void answer(Socket socket, OutputStream out) throws IOException;
    }

    ScriptedServer() throws IOException {
        run(this::accept);
    }

    /** Says this. */
    static Script text(String text) {
        return (socket, out) -> out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Says this, and then something without end. */
    static Script endless(String beginning) {
        byte[] more = "a".repeat(65_536).getBytes(StandardCharsets.US_ASCII);
        return (socket, out) -> {
            text(beginning).answer(socket, out);
            while (true) {
                out.write(more);
            }
        };
    }

    void answers(Script other) {
        script = other;
    }

    int port() {
        return listening.getLocalPort();
    }

    /** What came: head and body. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    private static void run(Runnable work) {
        Thread thread = new Thread(work, "test-scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                sockets.add(socket);
                run(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            requests.add(request(socket.getInputStream()));
            script.answer(socket, socket.getOutputStream());
        } catch (IOException gone) {
            // the other side has gone, as some scripts want
        }
    }

    private static String request(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no whole request: " + head);
            }
            head.append((char) next);
        }
        String lower = head.toString().toLowerCase(Locale.ROOT);
        int at = lower.indexOf(LENGTH) + LENGTH.length();
        int length = Integer.parseInt(lower.substring(at, lower.indexOf('\r', at)));
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
