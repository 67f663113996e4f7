package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.HashChain;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.AuditPacket;
import io.zentra.runtime.PacketVerdict;
import io.zentra.runtime.PacketVerifier;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.SettableClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a packet proves against its holder, and against a signer who would leave something out. */
class PacketTest {
    private static final Asset USD = Asset.iso("USD");
    private static final String RAIL = "rail_primary";

    @TempDir
    Path folder;

    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final SandboxRail bank = SandboxRail.create();
    private final SigningKey key = SigningKey.generate("acme-ledger");
    private final PacketVerifier verifier = PacketVerifier.trusting(key.verifier());
    private DataSource source;
    private ZentraRuntime zentra;
    private Workspace acme;
    private Transfer transfer;

    @BeforeEach
    void sendATransfer() {
        Storage storage = Storage.sqlite(folder.resolve("z.db"));
        source = storage.open();
        zentra = ZentraRuntime.builder()
                .storage(Storage.of(source, storage.dialect()))
                .clock(clock)
                .signingKey(key)
                .rail(RAIL, bank)
                .callbacks(RAIL, bank.scheme())
                .dueWorkThreads(0)
                .build();
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
        acme.transfers().openFlowAccounts(USD);
        acme.accounts().open(NewAccount.credit("customer:42", USD).withoutFloor());
        acme.accounts().open(NewAccount.credit("merchant:7", USD));
        transfer = acme.transfers()
                .create(TransferRequest.builder()
                        .from("customer:42")
                        .to("merchant:7")
                        .amount(Money.ofMinor(125_000, USD))
                        .idempotencyKey("transfer_key_042")
                        .build())
                .orElseThrow();
        zentra.runDueWork();
    }

    @AfterEach
    void verifyAndClose() throws Exception {
        zentra.close();
        ((AutoCloseable) source).close();
    }

    /** Signed and proven, but by a version that knows other states: the verdict says so, and nothing is thrown. */
    @Test
    void anEventOfALaterVersionIsAFault() {
        String whole = text(packet());
        String event = "{\"actor\":\"service:a\",\"at\":\"2031-01-01T00:00:00Z\",\"body\":{\"status\":\"queued\"},"
                + "\"correlation\":\"tr_1\",\"seq\":1,\"subject\":\"tr_1\",\"tenant\":\"acme\","
                + "\"type\":\"transfer.created\",\"v\":1}";
        byte[] root = new HashChain().leaf(event.getBytes(StandardCharsets.UTF_8));
        String note = Checkpoint.signed("acme-ledger/acme", 1, root, key).note();
        String later = whole.replaceFirst(
                        "\"checkpoint\":\"(?:[^\"\\\\]|\\\\.)*\"",
                        Matcher.quoteReplacement("\"checkpoint\":" + quoted(note)))
                .replaceFirst(
                        "\"events\":\\[.*\\],\"format\"",
                        Matcher.quoteReplacement(
                                "\"events\":[{\"event\":" + quoted(event) + ",\"path\":[]}],\"format\""));

        assertThat(verdict(later).faults())
                .anySatisfy(fault -> assertThat(fault).startsWith("the events cannot be read by this version: "));
    }

    private static String quoted(String text) {
        return new String(CanonicalJson.bytes(json -> json.value(text)), StandardCharsets.UTF_8);
    }

    @Test
    void saysWhereAPacketCannotBeWritten() {
        AuditPacket packet = packet();

        assertThatThrownBy(() -> packet.writeTo(folder)).isInstanceOfSatisfying(ZentraException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.FILE_FAILED);
            assertThat(e.reason()).contains(folder.toString(), ": see to its folder");
        });
    }

    /** Each event is proven, but that none is left out was not, as long as the rest told a story. */
    @Test
    void noEventInsideCanBeLeftOutEvenByTheSigner() {
        accept(bank.success(transfer.attemptId(), clock.instant()));
        accept(bank.success(transfer.attemptId(), clock.instant()));
        accept(bank.failure(transfer.attemptId(), "returned", clock.instant()));
        String whole = text(packet());
        List<String> events = events(whole);
        assertThat(events).hasSize(11);
        assertThat(verdict(resealed(whole)).faults()).isEmpty();

        for (int i = 0; i < events.size() - 1; i++) {
            String without = resealed(without(whole, events, i));

            assertThat(verdict(without).isVerified()).as("without event %s", i).isFalse();
            assertThat(verdict(without).faults().toString()).contains("is left out");
        }
    }

    /** A holder has no key to seal with, so that he cannot leave out the end either. */
    @Test
    void theEndCannotBeLeftOutByTheHolder() {
        accept(bank.success(transfer.attemptId(), clock.instant()));
        String cut = withoutTheEnd(text(packet()));

        assertThat(verdict(cut).faults()).singleElement().asString().contains("not the one that was sealed");
    }

    /** The seal is the signer's word: when he leaves out the end himself, only a later packet tells. */
    @Test
    void anEndLeftOutByTheSignerIsShownByALaterPacket() {
        accept(bank.success(transfer.attemptId(), clock.instant()));
        AuditPacket whole = packet();
        AuditPacket cut = new AuditPacket(transfer.id(), bytes(resealed(withoutTheEnd(text(whole)))));
        accept(bank.failure(transfer.attemptId(), "returned", clock.instant()));
        AuditPacket later = packet();

        PacketVerdict alone = verifier.verify(cut).orElseThrow();
        assertThat(alone.status()).isEqualTo("processing");
        assertThat(verifier.verify(cut, later).faults()).hasSize(3).allMatch(fault -> fault.endsWith("is left out"));
        assertThat(verifier.verify(whole, later).faults()).isEmpty();
        assertThat(verifier.verify(later, whole).faults())
                .singleElement()
                .asString()
                .contains("not a later one");
    }

    @Test
    void speaksAsOfItsCheckpoint() {
        AuditPacket early = packet();
        accept(bank.success(transfer.attemptId(), clock.instant()));
        AuditPacket later = packet();

        assertThat(verifier.verify(early).status()).isEqualTo("processing");
        assertThat(verifier.verify(early).journalSize())
                .isLessThan(verifier.verify(later).journalSize());
        assertThat(verifier.verify(later).journalSize())
                .isEqualTo(acme.journal().size());
        assertThat(verifier.verify(early, later).isVerified()).isTrue();
    }

    /** A person's posting to the ledger belongs to the transfer when it reverses what the transfer posted. */
    @Test
    void aReversalByHandIsInThePacket() {
        accept(bank.success(transfer.attemptId(), clock.instant()));
        accept(bank.failure(transfer.attemptId(), "returned", clock.instant()));
        Event settlement = acme.evidence().timeline(transfer.id()).stream()
                .filter(event -> event.type().equals("ledger.entry.created"))
                .reduce((first, last) -> last)
                .orElseThrow();
        acme.ledgers().reverse(settlement.subject().orElseThrow(), "by-hand").orElseThrow();
        String packet = text(packet());

        assertThat(verdict(packet).faults()).isEmpty();
        assertThat(events(packet).get(events(packet).size() - 1)).contains("by-hand");
        acme.verify().requireSound();
    }

    @Test
    void anErasedCallbackIsGoneFromTheDatabaseAndThePacketStillVerifies() throws SQLException {
        accept(bank.failure(transfer.attemptId(), "account closed", clock.instant()));
        String before = text(packet());
        long seq = callback();
        assertThat(before).contains("\"body\":\"");

        assertThat(acme.evidence().eraseCallback(seq)).isTrue();
        assertThat(acme.evidence().eraseCallback(seq)).as("again").isFalse();
        String after = text(packet());

        assertThat(after).doesNotContain("\"body\":\"").contains("\"erased\":true", "callback.erased");
        assertThat(verdict(after).faults()).isEmpty();
        assertThat(number("select count(*) from zentra_callback")).isZero();
        assertThat(acme.transfers().get(transfer.id()).status()).isEqualTo(TransferStatus.FAILED);
        acme.verify().requireSound();
    }

    @Test
    void nothingIsErasedWithoutAnEventThatTellsOfIt() throws SQLException {
        accept(bank.success(transfer.attemptId(), clock.instant()));
        String marked = text(packet()).replaceFirst("\"body\":\"[^\"]*\",\"envelope\":\"[^\"]*\"", "\"erased\":true");
        assertThat(verdict(resealed(marked)).faults())
                .singleElement()
                .asString()
                .contains("erased");

        execute("delete from zentra_callback");
        assertThatThrownBy(this::packet)
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_DAMAGED));
    }

    @Test
    void erasesForThoseWhoMayAndOnlyWhatIsACallback() {
        accept(bank.success(transfer.attemptId(), clock.instant()));
        Workspace reader = zentra.tenant("acme").as(Actor.user("u-1", Permission.READ, Permission.EXPORT_EVIDENCE));

        refused(ErrorCode.PERMISSION_DENIED, () -> reader.evidence().eraseCallback(callback()));
        refused(ErrorCode.UNKNOWN_CALLBACK, () -> acme.evidence().eraseCallback(callback() + 1));
        refused(ErrorCode.UNKNOWN_CALLBACK, () -> acme.evidence().eraseCallback(0));
        refused(ErrorCode.UNKNOWN_CALLBACK, () -> acme.evidence().eraseCallback(Long.MAX_VALUE));
        assertThat(text(packet())).contains("\"body\":\"");
    }

    /** A table that lacks a row gives no packet that lacks an event. */
    @Test
    void noPacketIsWrittenFromATimelineWithAGap() throws SQLException {
        accept(bank.success(transfer.attemptId(), clock.instant()));
        execute("delete from zentra_timeline where seq = " + callback());

        refused(ErrorCode.JOURNAL_DAMAGED, this::packet);
        assertThat(acme.verify().isSound()).isFalse();
    }

    private static void refused(ErrorCode code, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private AuditPacket packet() {
        return acme.evidence().packet(transfer.id());
    }

    private long callback() {
        return acme.evidence().timeline(transfer.id()).stream()
                .filter(event -> event.type().equals("callback.received"))
                .findFirst()
                .orElseThrow()
                .seq();
    }

    private void accept(SandboxRail.Message message) {
        zentra.callbacks(RAIL).accept(message.headers(), message.body());
    }

    private PacketVerdict verdict(String packet) {
        return verifier.verify(bytes(packet));
    }

    /** The packet sealed anew, as only the signer can. */
    private String resealed(String packet) {
        return SealedPacket.parse(packet).sealedBy(key);
    }

    /** The events with their paths, as they stand in a packet. */
    private static List<String> events(String packet) {
        List<String> events = new ArrayList<>();
        int end = packet.indexOf("\"format\":");
        for (int at = packet.indexOf("{\"event\":"); at >= 0 && at < end; ) {
            int next = packet.indexOf("{\"event\":", at + 1);
            int stop = next < 0 || next > end ? packet.lastIndexOf("]", end) : next - 1;
            events.add(packet.substring(at, stop));
            at = next;
        }
        return events;
    }

    private static String without(String packet, List<String> events, int index) {
        List<String> others = new ArrayList<>(events);
        others.remove(index);
        return packet.replace(String.join(",", events), String.join(",", others));
    }

    /** Without the callback, its posting and the end: what was true before, under the checkpoint of now. */
    private static String withoutTheEnd(String packet) {
        List<String> events = events(packet);
        List<String> begin = events.subList(0, events.size() - 3);
        return packet.replace(String.join(",", events), String.join(",", begin))
                .replaceFirst("\"callbacks\":\\[[^\\]]*\\]", "\"callbacks\":[]")
                .replace("\"status\":\"settled\"},\"v\"", "\"status\":\"processing\"},\"v\"");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(AuditPacket packet) {
        return new String(packet.json(), StandardCharsets.UTF_8);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                var results = statement.executeQuery(sql)) {
            results.next();
            return results.getLong(1);
        }
    }
}
