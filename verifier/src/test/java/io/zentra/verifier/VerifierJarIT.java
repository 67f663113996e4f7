package io.zentra.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as its users start it: a process of its own with nothing else on its class path. */
class VerifierJarIT {
    private static final Path JAR = Path.of("target/zentra-verifier.jar").toAbsolutePath();

    @TempDir
    static Path folder;

    private static WrittenEvidence written;

    private record Ran(int code, String out, String err) {}

    @BeforeAll
    static void writeEvidence() throws IOException {
        written = WrittenEvidence.in(folder);
    }

    @Test
    void verifiesPacketsAndExports() throws Exception {
        Ran ran = run(
                "--key",
                file("acme.pub"),
                file("settled.json"),
                file("reversed.json"),
                file("order.json"),
                file("payment.json"),
                file("redacted.json"),
                file("all.ndjson"));

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().lines().filter(line -> line.startsWith("verified: ")))
                .hasSize(6);
        assertThat(ran.out())
                .contains("(settled)", "(reversed)", "(captured)", "the packet of order:17 of acme, 1 events")
                .contains("  withheld: the note of event ", "  withheld: attempt 1 of the delivery of event ")
                .contains("the export of acme for 1970-01-01T00:00:00Z/2026-11-21T");
        assertThat(ran.code()).isEqualTo(Main.VERIFIED);
        assertThat(Files.readString(folder.resolve("order.json")))
                .as("asked for over the contract")
                .contains("\\\"contract\\\":\\\"2\\\"");
        assertThat(Files.readString(folder.resolve("settled.json")))
                .as("asked for in Java, and as it was before versions were recorded")
                .doesNotContain("\\\"contract\\\"");
    }

    @Test
    void namesWhatIsWrongAndWhere() throws Exception {
        change("reversed.json", "The bank confirms.", "The bank denies.", "note.json");
        change("settled.json", "merchant:7", "merchant:8", "event.json");
        change("payment.json", "\"captured_minor\":700", "\"captured_minor\":900", "summary.json");
        List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("all.ndjson")));
        lines.remove(3);
        Files.write(folder.resolve("cut.ndjson"), lines);
        Files.writeString(folder.resolve("none.json"), "{}");
        Ran ran = run(
                "--key",
                written.key(),
                file("note.json"),
                file("event.json"),
                file("summary.json"),
                file("cut.ndjson"),
                file("none.json"),
                file("order.json"));

        assertThat(ran.out().lines())
                .anyMatch(line -> line.matches("NOT VERIFIED: .*note.json: the note of event \\d+ is not the one.*"))
                .anyMatch(
                        line -> line.matches("NOT VERIFIED: .*summary.json: the summary is not what the events tell.*"))
                .anyMatch(line -> line.matches("NOT VERIFIED: .*event.json: event number \\d+: event \\d+ is not in.*"))
                .anyMatch(line -> line.matches("NOT VERIFIED: .*cut.ndjson: line \\d+: event \\d+ is left out"))
                .anyMatch(line -> line.matches("NOT VERIFIED: .*none.json: it is no packet of version 1"))
                .anyMatch(line -> line.matches("verified: .*order.json: .*"));
        assertThat(ran.code()).isEqualTo(Main.NOT_VERIFIED);
        assertThat(run("--key", written.otherKey(), file("order.json")).code()).isEqualTo(Main.NOT_VERIFIED);
    }

    @Test
    void comparesWithCheckpointsThatWereKeptElsewhere() throws Exception {
        String kept = file("kept");
        assertThat(run("--key", written.key(), "--checkpoint", kept, file("settled.json"), file("all.ndjson"))
                        .code())
                .isEqualTo(Main.VERIFIED);
        String one;
        try (Stream<Path> all = Files.list(folder.resolve("kept"))) {
            one = all.sorted().findFirst().orElseThrow().toString();
        }
        Ran another = run("--key", written.key(), "--checkpoint", one, file("settled.json"), file("all.ndjson"));
        assertThat(another.out()).contains("none of the checkpoints kept elsewhere is of the first ");
        assertThat(another.code()).isEqualTo(Main.NOT_VERIFIED);
        Ran forged = run("--key", written.key(), "--checkpoint", file("acme.pub"), file("order.json"));
        assertThat(forged.out()).contains("not checked: a checkpoint that was kept elsewhere: ");
        assertThat(forged.code()).isEqualTo(Main.NOT_CHECKED);
    }

    @Test
    void tellsWhatItCannotCheck() throws Exception {
        String order = file("order.json");
        for (List<String> wrong : List.of(
                List.<String>of(),
                List.of("--key"),
                List.of("--key", written.key()),
                List.of("--key", "no key", order),
                List.of("--keys", written.key(), order),
                List.of(order))) {
            Ran ran = run(wrong.toArray(new String[0]));
            assertThat(ran.code()).as("%s", wrong).isEqualTo(Main.NOT_CHECKED);
            assertThat(ran.err()).contains("usage: java -jar zentra-verifier.jar");
        }
        Ran missing = run("--key", written.key(), file("missing.json"), order);
        assertThat(missing.out()).contains("not checked: ", "missing.json: it cannot be read", "verified: ");
        assertThat(missing.code()).isEqualTo(Main.NOT_CHECKED);
    }

    /** What reaches a database or a network is not even there. */
    @Test
    void hasNothingButWhatItChecksWith() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> names = jar.stream().map(ZipEntry::getName).toList();
            assertThat(names.stream()
                            .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
                            .map(name -> name.substring(0, name.indexOf('/', name.indexOf('/') + 1)))
                            .distinct())
                    .containsExactlyInAnyOrder("io/zentra", "com/fasterxml", "org/jspecify");
            assertThat(names).noneMatch(name -> name.contains("java.sql.Driver") || name.endsWith(".sql"));
        }
    }

    private static void change(String from, String text, String other, String to) throws IOException {
        String whole = Files.readString(folder.resolve(from));
        assertThat(whole).contains(text);
        Files.writeString(folder.resolve(to), whole.replaceFirst(text, other));
    }

    private static String file(String name) {
        return folder.resolve(name).toString();
    }

    private static Ran run(String... args) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()));
        command.addAll(List.of(args));
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().remove("CLASSPATH");
        Process process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
