package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.journal.Event;
import io.zentra.runtime.ExportFile;
import io.zentra.runtime.ExportReceipt;
import io.zentra.runtime.ExportVerdict;
import io.zentra.runtime.PacketPart;
import io.zentra.runtime.Transfer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The evidence of a period leaves as one file that proves to be all of it, with an event that tells who took it. */
public abstract class PeriodContract extends EvidenceDesk {
    private static final Instant BEGIN = Instant.parse("2026-11-21T00:00:00Z");

    @TempDir
    Path files;

    /** For subclasses. */
    protected PeriodContract() {}

    @Test
    void anExportHoldsEveryEventOfThePeriodAndThePacketsWhole() {
        Transfer early = told();
        clock().advance(Duration.ofHours(2));
        Instant from = clock().instant();
        failure(early);
        deny(TREASURER, caseOf(early));
        Transfer late = settledAfterReview();
        acme().ledgers().post(BANK, OTHER, usd(1), newKey()).orElseThrow();
        clock().advance(Duration.ofHours(1));
        Export export = export(from, clock().instant());
        ExportVerdict verdict = verdict(export.bytes());

        assertThat(verdict.period()).isEqualTo(from + "/" + clock().instant());
        assertThat(verdict.packets()).isEqualTo(export.receipt().packets()).isEqualTo(2);
        assertThat(verdict.events()).isEqualTo(export.receipt().events());
        assertThat(export.receipt().last()).isEqualTo(export.receipt().eventSeq() - 2);
        assertThat(export.lines().get(1)).contains("\"correlation\":\"" + early.id(), "transfer.created");
        assertThat(export.lines()).anyMatch(line -> line.contains("\"correlation\":\"" + late.id()));
        assertThat(export.lines())
                .filteredOn(line -> line.startsWith("{\"event\":"))
                .isNotEmpty();
        assertThat(export.lines().get(0)).startsWith("{\"checkpoint\":");
        assertThat(export.lines()).last().asString().startsWith("{\"end\":{\"events\":");
    }

    /** Each line of a packet can be handed on as a packet. */
    @Test
    void eachPacketOfAnExportStandsForItself() {
        Transfer transfer = told();
        String line = export(BEGIN, clock().instant()).lines().stream()
                .filter(each -> each.contains("\"correlation\":\"" + transfer.id()))
                .filter(each -> each.startsWith("{\"callbacks\""))
                .findFirst()
                .orElseThrow();

        assertThat(verifier()
                        .verify(line.getBytes(StandardCharsets.UTF_8))
                        .orElseThrow()
                        .status())
                .isEqualTo("settled");
    }

    /** A period that is over is told in the same words for ever, whatever happens after it. */
    @Test
    void aPeriodThatIsOverGivesTheSameBytes() {
        Transfer transfer = told();
        clock().advance(Duration.ofMinutes(1));
        Instant to = clock().instant();
        Export first = export(BEGIN, to);
        failure(transfer);
        zentra().runDueWork();
        Export again = export(BEGIN, to);

        assertThat(again.bytes()).isEqualTo(first.bytes());
        assertThat(again.receipt().eventSeq()).isGreaterThan(first.receipt().eventSeq());
        assertThat(export(BEGIN, to, PacketPart.values()).receipt().sha256())
                .isEqualTo(first.receipt().sha256());
    }

    /** What was erased after the period cannot be shown any more, and the period's events do not tell why. */
    @Test
    void whatWasErasedAfterThePeriodIsWithheld() {
        Transfer transfer = told();
        clock().advance(Duration.ofMinutes(1));
        Instant to = clock().instant();
        String before = export(BEGIN, to).receipt().sha256();
        acme().evidence().eraseCallback(seq(transfer, "callback.received"));
        by(Actor.operator("dpo", Permission.ERASE_NOTES)).reviews().eraseNote(seq(transfer, "review.noted"));
        Export after = export(BEGIN, to);

        assertThat(after.receipt().sha256()).isEqualTo(before);
        assertThat(new String(after.bytes(), StandardCharsets.UTF_8)).doesNotContain(NOTE);
        assertThat(verdict(after.bytes()).withheld()).isEqualTo(2);
    }

    @Test
    void whatIsWithheldFromAnExportBreaksNoProof() throws IOException {
        told();
        clock().advance(Duration.ofMinutes(1));
        Export whole = export(BEGIN, clock().instant());
        Export outside = export(BEGIN, clock().instant().minusSeconds(30), PacketPart.values());
        ByteArrayOutputStream redacted = new ByteArrayOutputStream();
        ExportFile.redact(new ByteArrayInputStream(whole.bytes()), redacted, PacketPart.values());

        assertThat(new String(outside.bytes(), StandardCharsets.UTF_8)).doesNotContain(NOTE, ANSWER);
        assertThat(new String(redacted.toByteArray(), StandardCharsets.UTF_8)).doesNotContain(NOTE, ANSWER);
        assertThat(verdict(redacted.toByteArray()).faults()).isEmpty();
        assertThat(verdict(redacted.toByteArray()).withheld()).isEqualTo(5);
        assertThatThrownBy(() ->
                        ExportFile.redact(new ByteArrayInputStream("{} \n".getBytes(StandardCharsets.UTF_8)), redacted))
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_FORMAT));
    }

    @Test
    void theJournalTellsWhoExportedWhatAndWhen() {
        told();
        ExportReceipt receipt =
                export(BEGIN, clock().instant(), PacketPart.NOTES).receipt();
        List<Event> told = acme().journal().after(receipt.eventSeq() - 2, 2);

        assertThat(told).extracting(Event::type).containsExactly("evidence.export.begun", "evidence.exported");
        assertThat(told).extracting(Event::actor).containsOnly(AUDITOR.toString());
        assertThat(told.get(0).body())
                .hasToString("{\"first\":1,\"from\":\"2026-11-21T00:00:00Z\",\"last\":" + receipt.last() + ",\"to\":\""
                        + clock().instant() + "\",\"withheld\":[\"notes\"]}");
        assertThat(told.get(1).body())
                .hasToString("{\"begun\":" + (receipt.eventSeq() - 1) + ",\"first\":1,\"last\":" + receipt.last()
                        + ",\"packets\":" + receipt.packets() + ",\"sha256\":\"" + receipt.sha256() + "\"}");
    }

    /** Somebody who breaks it off has seen what had left by then. */
    @Test
    void anExportThatIsCutOffLeavesATraceAndNoFile() throws IOException {
        told();
        Path file = files.resolve("acme.ndjson");
        Files.writeString(file, "of last month");
        long before = acme().journal().size();
        EvidenceContract.refuses(
                ErrorCode.FILE_FAILED, () -> by(AUDITOR).evidence().export(BEGIN, clock().instant(), new FullDisk()));
        EvidenceContract.refuses(
                ErrorCode.FILE_FAILED,
                () -> by(AUDITOR).evidence().export(BEGIN, clock().instant(), files.resolve("no/such/folder")));

        assertThat(acme().journal().after(before, 10)).extracting(Event::type).containsExactly("evidence.export.begun");
        ExportReceipt receipt = by(AUDITOR).evidence().export(BEGIN, clock().instant(), file);
        assertThat(verdict(Files.readAllBytes(file)).orElseThrow().packets()).isEqualTo(receipt.packets());
        try (var left = Files.list(files)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void nothingIsAnExportToo() {
        Export none = export(BEGIN, BEGIN.plusSeconds(1));
        assertThat(none.lines()).hasSize(2);
        assertThat(none.receipt().events()).isZero();
        assertThat(none.receipt().packets()).isZero();
        clock().advance(Duration.ofDays(1));
        assertThat(export(clock().instant(), clock().instant().plusSeconds(1))
                        .receipt()
                        .events())
                .isZero();
    }

    /** What is yet to come is not there. */
    @Test
    void aPeriodThatGoesOnEndsWithWhatHasHappened() {
        Export soFar = export(BEGIN, Instant.parse("9999-12-31T00:00:00Z"));

        assertThat(soFar.receipt().last()).isEqualTo(acme().journal().size() - 2);
    }

    @Test
    void refusesPeriodsThatAreNoneAndThoseWhoMayNot() {
        long before = acme().journal().size();
        for (Instant[] period : new Instant[][] {
            {BEGIN, BEGIN},
            {BEGIN, BEGIN.minusNanos(1)},
            {Instant.MIN, BEGIN},
            {BEGIN, Instant.MAX},
            {Instant.parse("1969-12-31T23:59:59Z"), BEGIN}
        }) {
            EvidenceContract.refuses(
                    ErrorCode.INVALID_PERIOD,
                    () -> by(AUDITOR).evidence().export(period[0], period[1], OutputStream.nullOutputStream()));
        }
        for (Permission only : List.of(Permission.READ, Permission.EXPORT_EVIDENCE)) {
            EvidenceContract.refuses(
                    ErrorCode.PERMISSION_DENIED,
                    () -> by(Actor.user("u-1", only))
                            .evidence()
                            .export(BEGIN, BEGIN.plusSeconds(1), OutputStream.nullOutputStream()));
        }
        assertThat(acme().journal().size()).isEqualTo(before);
    }

    private Transfer settledAfterReview() {
        Transfer transfer = created();
        approve(TREASURER, caseOf(transfer));
        success(now(transfer));
        return now(transfer);
    }

    private static final class FullDisk extends OutputStream {
        @Override
        public void write(int each) throws IOException {
            throw new IOException("no space left on device");
        }
    }
}
