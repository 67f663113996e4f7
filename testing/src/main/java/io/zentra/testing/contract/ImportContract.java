package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.ledger.Backdating;
import io.zentra.ledger.Exported;
import io.zentra.ledger.Hold;
import io.zentra.ledger.ImportOptions;
import io.zentra.ledger.ImportReport;
import io.zentra.ledger.ImportReport.Refusal;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Part;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.PostingSearch;
import io.zentra.ledger.Side;
import io.zentra.ledger.ZentraLedger;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * What is exported can be imported elsewhere, once: whatever is sent twice, cut off, changed, or ended in between. Others
 * import by copying their log, or not at all.
 */
public abstract class ImportContract extends ImportStage {
    /** For subclasses. */
    protected ImportContract() {}

    @Test
    void aLedgerIsTheSameElsewhere() {
        keepBooks();
        ZentraLedger.Book copy = tenant("copy");
        byte[] file = ndjson(acme());
        ImportReport report = read(copy, file);

        assertThat(report.refusals()).isEmpty();
        assertThat(report.isClean()).isTrue();
        assertThat(report.imported()).isEqualTo(lines(file).size() - 2);
        assertThat(accounts(copy)).isEqualTo(accounts(acme()));
        assertThat(balances(copy)).isEqualTo(balances(acme()));
        assertThat(histories(copy)).isEqualTo(histories(acme()));
        assertThat(bases(copy)).isEqualTo(bases(acme()));
        assertThat(copy.periods().closedBefore()).isEqualTo(acme().periods().closedBefore());
        assertThat(copy.periods().backdating()).isEqualTo(Backdating.FLAG);
        assertThat(openHolds(copy)).isEqualTo(openHolds(acme()));
        assertThat(copy.ledgers().trialBalance()).isEqualTo(acme().ledgers().trialBalance());
        copy.ledgers().verify().requireSound();
    }

    /** Why money went back, and which clearing took it, is told by their postings alone. */
    @Test
    void theirOwnWordsAreTheSameElsewhere() {
        fund(500);
        Map<String, String> words = Map.of("channel", "shop", "clerk", "17");
        Map<String, String> own = Map.of("clerk", "18", "reason", "damaged");
        PostingRequest request =
                PostingRequest.of("customer:42", "merchant:7", usd(100), "sale").metadata(words);
        PostingRequest other =
                PostingRequest.of("customer:42", "merchant:7", usd(9), "wrong").metadata(words);
        Posting sale = acme().ledgers().post(request).orElseThrow();
        Posting wrong = acme().ledgers().post(other).orElseThrow();
        Hold hold = acme().ledgers().hold(request).orElseThrow();
        acme().ledgers().holds().capture(hold.id(), Part.of(usd(30)), "capture", own);
        acme().ledgers().holds().captureFinal(hold.id(), Part.of(usd(30)), "final", own);
        acme().ledgers().reversals().metadata(own).reverse(sale.id(), usd(30), "refund");
        acme().ledgers()
                .reversals()
                .metadata(own)
                .correct(wrong.id(), PostingRequest.of("customer:42", "merchant:7", usd(7), "right"));
        ZentraLedger.Book copy = tenant("copy");
        assertThat(read(copy, ndjson(acme())).refusals()).isEmpty();

        assertThat(metadata(acme()))
                .filteredOn(each -> each.containsKey("reason"))
                .hasSize(4);
        assertThat(metadata(copy)).isEqualTo(metadata(acme()));
        copy.ledgers().verify().requireSound();
    }

    private static List<Map<String, String>> metadata(ZentraLedger.Book book) {
        return book.ledgers().search(PostingSearch.all().limit(100)).postings().stream()
                .map(Posting::metadata)
                .toList();
    }

    @Test
    void theSameFileTwiceChangesNothing() {
        keepBooks();
        ZentraLedger.Book copy = tenant("copy");
        byte[] file = ndjson(acme());
        read(copy, file);
        long size = copy.journal().size();
        ImportReport again = read(copy, file);

        assertThat(again.imported()).isZero();
        assertThat(again.alreadyThere()).isEqualTo(lines(file).size() - 2);
        assertThat(again.isClean()).isTrue();
        assertThat(copy.journal().size()).isEqualTo(size);
    }

    /** Limits that were set again in the new ledger used to be the danger: a second import must not take them back. */
    @Test
    void theSameFileLaterTakesNothingBack() {
        keepBooks();
        ZentraLedger.Book copy = tenant("copy");
        byte[] file = ndjson(acme());
        read(copy, file);
        copy.accounts().removeFloor("merchant:7", "no-floor").orElseThrow();
        copy.accounts().removeCeiling("merchant:7", "no-ceiling").orElseThrow();
        copy.accounts().unfreeze("frozen", "unfreeze").orElseThrow();
        read(copy, file);

        assertThat(copy.accounts().find("merchant:7").orElseThrow().floor()).isNull();
        assertThat(copy.accounts().find("frozen").orElseThrow().status().code()).isEqualTo("open");
    }

    @Test
    void aLineThatWasChangedIsAConflictThatNamesTheField() {
        fund(500);
        byte[] file = ndjson(acme());
        ZentraLedger.Book copy = tenant("copy");
        read(copy, file);
        String changed = text(file).replaceFirst("\"amount_minor\":500", "\"amount_minor\":501");
        ImportReport report = read(copy, changed.getBytes(StandardCharsets.UTF_8));

        // one side alone cannot be posted; both are another posting under the same key
        assertThat(report.refusals()).extracting(Refusal::code).containsExactly(ErrorCode.UNBALANCED_POSTING);
        ImportReport both = read(
                copy,
                text(file)
                        .replace("\"amount_minor\":500", "\"amount_minor\":501")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(both.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
            assertThat(refusal.key()).isEqualTo("acme/4");
            assertThat(refusal.line()).isEqualTo(5);
            assertThat(refusal.message()).contains("entries.0.amount_minor");
        });
        assertThat(both.alreadyThere()).isEqualTo(3);
        assertThat(copy.accounts().balances("customer:42").posted()).isEqualTo(usd(500));
        assertThat(types(copy)).endsWith("request.conflicted");
    }

    @Test
    void goesOnWhereItWasCutOff() {
        keepBooks();
        byte[] file = ndjson(acme());
        ZentraLedger.Book copy = tenant("copy");
        for (int length : new int[] {file.length / 3, file.length / 2, file.length - 3}) {
            ImportReport part = read(copy, Arrays.copyOf(file, length));
            assertThat(part.isComplete()).isFalse();
            assertThat(part.refusals().get(part.refusals().size() - 1).code()).isEqualTo(ErrorCode.FILE_INCOMPLETE);
        }
        ImportReport rest = read(copy, file);

        assertThat(rest.refusals()).isEmpty();
        assertThat(rest.imported() + rest.alreadyThere()).isEqualTo(lines(file).size() - 2);
        assertThat(rest.alreadyThere()).isPositive();
        assertThat(balances(copy)).isEqualTo(balances(acme()));
    }

    @Test
    void goesOnAfterItsStreamBroke() {
        for (int i = 0; i < 1_200; i++) {
            acme().ledgers().post("assets:bank", "customer:42", usd(1), "p" + i);
        }
        byte[] file = ndjson(acme());
        ZentraLedger.Book copy = tenant("copy");
        assertThatThrownBy(() -> copy.ledgers().imports().ndjson(breaking(file), ImportOptions.standard()))
                .isInstanceOf(UncheckedIOException.class);
        long before = copy.journal().size();
        ImportReport rest = read(copy, file);

        assertThat(before).isPositive();
        assertThat(rest.alreadyThere()).isEqualTo(before);
        assertThat(rest.imported()).isEqualTo(1_203 - before);
        assertThat(balances(copy)).isEqualTo(balances(acme()));
    }

    @Test
    void noticesThatLinesAreMissing() {
        fund(500);
        List<String> lines = lines(ndjson(acme()));
        String without = String.join("\n", lines.subList(0, 2)) + "\n" + lines.get(lines.size() - 1);
        ImportReport report = read(tenant("copy"), without.getBytes(StandardCharsets.UTF_8));

        assertThat(report.isComplete()).isFalse();
        assertThat(report.refusals())
                .extracting(Refusal::message)
                .containsExactly("the file has 1 lines, and its trailer tells of 4");
    }

    @Test
    void aBadLineStopsNoOther() {
        String file = file(
                posting("one", "assets:bank", "customer:42", 100),
                "{\"type\":\"posting\",",
                posting("two", "customer:42", "nobody", 10),
                posting("three", "customer:42", "merchant:7", 200),
                posting("four", "customer:42", "merchant:7", 60),
                "{\"type\":\"posting\",\"key\":\"five\",\"entires\":[]}",
                "{\"type\":\"wish\",\"key\":\"six\"}",
                posting("has a space", "customer:42", "merchant:7", 1));
        ImportReport report = read(acme(), file.getBytes(StandardCharsets.UTF_8));

        assertThat(report.imported()).isEqualTo(2);
        assertThat(report.refusals())
                .extracting(Refusal::line, Refusal::key, Refusal::code)
                .containsExactly(
                        tuple(3, "", ErrorCode.INVALID_LINE),
                        tuple(4, "two", ErrorCode.UNKNOWN_ACCOUNT),
                        tuple(5, "three", ErrorCode.FLOOR_CROSSED),
                        tuple(7, "", ErrorCode.INVALID_LINE),
                        tuple(8, "", ErrorCode.INVALID_LINE),
                        tuple(9, "", ErrorCode.INVALID_KEY));
        assertThat(posted("merchant:7")).isEqualTo(60);
        assertThat(types(acme())).contains("request.declined");
    }

    @Test
    void stopsAtTheFirstBadLineWhenToldTo() {
        String file = file(
                posting("one", "assets:bank", "customer:42", 100),
                posting("two", "customer:42", "nobody", 10),
                posting("three", "customer:42", "merchant:7", 20));
        ImportReport report = acme().ledgers()
                .imports()
                .ndjson(stream(file), ImportOptions.standard().stoppingAtFirst());

        assertThat(report.imported()).isEqualTo(1);
        assertThat(report.refused()).isEqualTo(1);
        assertThat(report.isComplete()).isFalse();
        assertThat(posted("merchant:7")).isZero();
    }

    /** A refusal is an answer for good; only who says so has the line tried again, and then it is imported once. */
    @Test
    void triesRefusedLinesAgainWhenToldTo() {
        String file = file(
                posting("one", "assets:bank", "customer:42", 100),
                posting("two", "customer:42", "late", 10),
                "{\"type\":\"posting\",\"key\":\"three\",\"reverses\":\"two\",\"entries\":[" + entry("late", "debit", 4)
                        + "," + entry("customer:42", "credit", 4) + "]}");
        assertThat(codes(read(acme(), file.getBytes(StandardCharsets.UTF_8))))
                .containsExactly(ErrorCode.UNKNOWN_ACCOUNT, ErrorCode.UNKNOWN_POSTING);
        acme().accounts().open(NewAccount.credit("late", USD));
        assertThat(codes(read(acme(), file.getBytes(StandardCharsets.UTF_8))))
                .containsExactly(ErrorCode.UNKNOWN_ACCOUNT, ErrorCode.UNKNOWN_POSTING);
        assertThat(posted("late")).isZero();

        ImportOptions again = ImportOptions.standard().retryingRefused();
        assertThat(acme().ledgers().imports().ndjson(stream(file), again).imported())
                .isEqualTo(2);
        assertThat(posted("late")).isEqualTo(6);
        long size = acme().journal().size();
        ImportReport third = acme().ledgers().imports().ndjson(stream(file), again);
        assertThat(third.alreadyThere()).isEqualTo(3);
        assertThat(read(acme(), file.getBytes(StandardCharsets.UTF_8)).isClean())
                .isTrue();
        assertThat(acme().journal().size()).isEqualTo(size);
    }

    /** What follows the event of a line may be another line's. */
    @Test
    void aSecondPostingIsOneOfTheSameLine() {
        String reversal = "{\"type\":\"posting\",\"key\":\"three\",\"reverses\":\"one#1\",\"entries\":["
                + entry("assets:bank", "credit", 100) + "," + entry("customer:42", "debit", 100) + "]}";
        ImportReport report = read(
                acme(),
                file(
                                posting("one", "assets:bank", "customer:42", 100),
                                posting("two", "assets:bank", "customer:42", 100),
                                reversal,
                                reversal.replace("three", "four").replace("one#1", "one#2"))
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(report.refusals())
                .extracting(Refusal::key, Refusal::code)
                .containsExactly(
                        Assertions.tuple("three", ErrorCode.UNKNOWN_POSTING),
                        Assertions.tuple("", ErrorCode.INVALID_LINE));
        assertThat(posted("customer:42")).isEqualTo(200);
    }

    @Test
    void importsNothingOfAnotherFormat() {
        for (String file : List.of(
                "",
                "\n\n",
                "hello",
                "{\"type\":\"header\",\"format\":\"zentra.ledger\",\"v\":2}\n",
                "{\"type\":\"header\",\"format\":\"ledger\",\"v\":1}\n",
                posting("one", "assets:bank", "customer:42", 100))) {
            assertUnknownFormat(() -> read(acme(), file.getBytes(StandardCharsets.UTF_8)));
        }
        for (String table : List.of(
                "",
                "# zentra.entries 2 tenant=acme\n",
                "key,account,side\n",
                "key,account,side,asset,amuont\n",
                "key,key,account,side,asset\n")) {
            assertUnknownFormat(() -> acme().ledgers().imports().csv(stream(table), ImportOptions.standard()));
        }
        assertThat(acme().journal().size()).isEqualTo(3);
    }

    /** A hold whose time was over long since may have been captured before: by a line that is still to come. */
    @Test
    void holdsExpireWhenTheFileIsThere() {
        fund(500);
        Hold captured = hold("first", 60);
        acme().ledgers().capture(captured.id(), usd(30), "capture").orElseThrow();
        Hold open = hold("second", 60);
        byte[] file = ndjson(acme());
        clock().advance(Duration.ofHours(1));
        ZentraLedger.Book copy = tenant("copy");
        List<String> lines = lines(file);
        read(copy, String.join("\n", lines.subList(0, 6)).getBytes(StandardCharsets.UTF_8));
        ledger().runDueWork();
        assertThat(copy.ledgers().holds().list("", 10)).hasSize(1);

        assertThat(read(copy, file).isClean()).isTrue();
        assertThat(copy.ledgers().holds().list("", 10)).hasSize(2);
        ledger().runDueWork();
        assertThat(copy.ledgers().holds().list("", 10)).isEmpty();
        assertThat(copy.accounts().balances("customer:42").available()).isEqualTo(usd(470));
        assertThat(acme().ledgers().holds().find(open.id()).orElseThrow().status())
                .isEqualTo(Hold.Status.EXPIRED);
    }

    @Test
    void anAccountThatIsThereIsMatchedOrRefused() {
        acme().accounts().open(NewAccount.credit("there", USD));
        String account = "{\"type\":\"account\",\"key\":\"%s\",\"account\":\"there\",\"asset\":\"USD\","
                + "\"kind\":\"%s\",\"normal_side\":\"credit\",\"floor_minor\":0}";
        String file = file(String.format(account, "a", "liability"), String.format(account, "b", "income"));
        ImportReport report = read(acme(), file.getBytes(StandardCharsets.UTF_8));

        assertThat(report.alreadyThere()).isEqualTo(1);
        assertThat(codes(report)).containsExactly(ErrorCode.ACCOUNT_EXISTS);
        assertThat(types(acme())).endsWith("import.matched", "request.declined");
    }

    /** Only what differs is changed: an event of a change that was none would be a lie on the journal. */
    @Test
    void rulesThatAreSoAlreadyAreMatched() {
        acme().accounts().setFloor("customer:42", usd(-5), "floor").orElseThrow();
        acme().accounts().freeze("merchant:7", Side.DEBIT, "freeze").orElseThrow();
        acme().periods().backdating(Backdating.FLAG, "flag").orElseThrow();
        acme().periods().close(Instant.parse("2026-10-01T00:00:00Z"), "close").orElseThrow();
        List<String> rules = lines(ndjson(acme())).stream()
                .filter(line -> line.matches(".*\"type\":\"(limits|status|backdating|period)\".*"))
                .toList();
        long before = acme().journal().size();
        ImportReport report = read(acme(), file(rules.toArray(String[]::new)).getBytes(StandardCharsets.UTF_8));

        assertThat(report.alreadyThere()).isEqualTo(4);
        assertThat(report.imported()).isZero();
        assertThat(types(acme()).subList((int) before, types(acme()).size()))
                .containsExactly("import.matched", "import.matched", "import.matched", "import.matched");
    }

    @Test
    void whatIsExportedAfterwardsGoesOnWhereTheFirstFileEnded() {
        fund(500);
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        long last = acme().ledgers().exports().ndjson(first).last();
        Posting sale = acme().ledgers()
                .post("customer:42", "merchant:7", usd(80), "sale")
                .orElseThrow();
        acme().ledgers().reverse(sale.id(), "undo").orElseThrow();
        Exported exported = acme().ledgers().exports().ndjson(second, last);
        ZentraLedger.Book copy = tenant("copy");
        read(copy, first.toByteArray());

        assertThat(exported.first()).isEqualTo(last + 1);
        assertThat(read(copy, second.toByteArray()).isClean()).isTrue();
        assertThat(balances(copy)).isEqualTo(balances(acme()));
    }

    /** What belongs to a transfer there belongs to none here, and says so. */
    @Test
    void anIdOfZentrasIsAWordElsewhere() {
        String id = fund(500).id();
        String line = posting("one", "assets:bank", "customer:42", 100)
                .replace("\"entries\"", "\"correlation\":\"" + id + "\",\"entries\"");
        read(acme(), file(line).getBytes(StandardCharsets.UTF_8));

        assertThat(acme().journal().timeline("of:" + id)).hasSize(1);
        assertThat(acme().journal().timeline(id)).isEmpty();
    }

    private static void assertUnknownFormat(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_FORMAT));
    }

    /** Fails when two thirds of the file are read. */
    private static InputStream breaking(byte[] file) {
        return new FilterInputStream(new ByteArrayInputStream(file)) {
            private int read;

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (read > file.length * 2 / 3) {
                    throw new IOException("the line is dead");
                }
                int more = super.read(bytes, offset, Math.min(length, 4_096));
                read += more;
                return more;
            }
        };
    }
}
