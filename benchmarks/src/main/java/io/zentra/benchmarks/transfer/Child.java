package io.zentra.benchmarks.transfer;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another process of this JVM and jar, which tells in lines how far it is. */
final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;

    /** Begins a process; its errors go where ours go. */
    Child(List<String> jvmOptions, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        lines = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Waits for a line, and fails when another one comes or the process ends. */
    void await(String line) throws IOException {
        String said = lines.readLine();
        if (!line.equals(said)) {
            throw new IllegalStateException("the process should say " + line + " and said " + said);
        }
    }

    /** Waits for it to end by itself. */
    void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    /** Kills it, as {@code kill -9} does, and waits until it is gone. */
    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        lines.close();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
