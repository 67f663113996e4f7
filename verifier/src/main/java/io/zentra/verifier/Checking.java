package io.zentra.verifier;

import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.VerifyingKey;
import io.zentra.runtime.AuditPacket;
import io.zentra.runtime.ExportFile;
import io.zentra.runtime.ExportVerdict;
import io.zentra.runtime.PacketVerdict;
import io.zentra.runtime.PacketVerifier;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Checks files one after the other and says what it finds; used once. */
final class Checking {
    /** An export begins with a line, and a packet is none: whoever has read so much knows. */
    private static final int HEADER = 8_192;

    private final Call call;
    private final PrintStream out;
    private final Map<String, List<Shown>> packets = new TreeMap<>();
    private boolean isWrong;
    private boolean isUnchecked;

    /** A packet that verified. */
    private record Shown(Path file, PacketVerdict verdict) {}

    Checking(Call call, PrintStream out) {
        this.call = call;
        this.out = out;
    }

    /** The exit code. */
    int run() {
        try {
            VerifyingKey first = call.keys().get(0);
            VerifyingKey[] others = call.keys().subList(1, call.keys().size()).toArray(new VerifyingKey[0]);
            PacketVerifier packetVerifier = PacketVerifier.trusting(first, others);
            ExportFile exportFile = ExportFile.trusting(first, others);
            if (call.isCompared()) {
                packetVerifier = packetVerifier.against(call.checkpoints());
                exportFile = exportFile.against(call.checkpoints());
            }
            for (Path file : call.files()) {
                check(file, packetVerifier, exportFile);
            }
            compare(packetVerifier);
        } catch (ZentraException unusable) {
            out.println("not checked: a checkpoint that was kept elsewhere: " + unusable.reason());
            return Main.NOT_CHECKED;
        }
        if (isWrong) {
            return Main.NOT_VERIFIED;
        }
        return isUnchecked ? Main.NOT_CHECKED : Main.VERIFIED;
    }

    private void check(Path file, PacketVerifier packetVerifier, ExportFile exportFile) {
        try {
            if (isExport(file)) {
                try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                    tell(file, exportFile.verify(in));
                }
            } else if (Files.size(file) > PacketVerifier.MAX_BYTES) {
                wrong(file, List.of("it is longer than a packet can be"));
            } else {
                tell(file, packetVerifier.verify(Files.readAllBytes(file)));
            }
        } catch (IOException unreadable) {
            isUnchecked = true;
            out.println("not checked: " + file + ": it cannot be read: " + unreadable);
        }
    }

    private static boolean isExport(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String begin = new String(in.readNBytes(HEADER), StandardCharsets.UTF_8);
            return begin.contains("\"format\":\"zentra.export\"") || begin.indexOf('\n') >= 0;
        }
    }

    private void tell(Path file, PacketVerdict verdict) {
        if (!verdict.isVerified()) {
            wrong(file, verdict.faults());
            return;
        }
        String status = verdict.status().isEmpty() ? "" : " (" + verdict.status() + ")";
        out.println("verified: " + file + ": the packet of " + verdict.correlation() + " of " + verdict.tenant()
                + status + ", " + verdict.events() + " events, as of event " + verdict.journalSize());
        verdict.withheld().forEach(each -> out.println("  withheld: " + each));
        packets.computeIfAbsent(verdict.tenant() + " " + verdict.correlation(), none -> new ArrayList<>())
                .add(new Shown(file, verdict));
    }

    private void tell(Path file, ExportVerdict verdict) {
        if (!verdict.isVerified()) {
            wrong(file, verdict.faults());
            return;
        }
        out.println("verified: " + file + ": the export of " + verdict.tenant() + " for " + verdict.period() + ", "
                + verdict.events() + " events, " + verdict.packets() + " packets, as of event "
                + verdict.journalSize());
        if (verdict.withheld() > 0) {
            out.println("  withheld: " + verdict.withheld() + " texts");
        }
    }

    /** Of two packets of one transfer the earlier must show what the later one does. */
    private void compare(PacketVerifier verifier) {
        for (List<Shown> same : packets.values()) {
            same.sort(Comparator.comparingLong(each -> each.verdict().journalSize()));
            for (int i = 1; i < same.size(); i++) {
                Path file = same.get(i - 1).file();
                Path later = same.get(i).file();
                try {
                    PacketVerdict verdict = verifier.verify(read(file), read(later));
                    if (!verdict.isVerified()) {
                        wrong(
                                file,
                                verdict.faults().stream()
                                        .map(fault -> "beside " + later + ": " + fault)
                                        .toList());
                    }
                } catch (IOException unreadable) {
                    isUnchecked = true;
                    out.println("not checked: " + file + " beside " + later + ": " + unreadable);
                }
            }
        }
    }

    private static AuditPacket read(Path file) throws IOException {
        return new AuditPacket("", Files.readAllBytes(file));
    }

    private void wrong(Path file, List<String> faults) {
        isWrong = true;
        out.println("NOT VERIFIED: " + file + ": " + faults.get(0));
        faults.stream().skip(1).forEach(fault -> out.println("  " + fault));
    }
}
