package io.zentra.policy.internal;

import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.money.Asset;
import io.zentra.policy.BacktestReport;
import io.zentra.policy.BacktestReport.Difference;
import io.zentra.policy.BacktestReport.Line;
import io.zentra.policy.Verdict;
import io.zentra.policy.WindowReading;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports of backtests, as JSON and to read. */
public final class BacktestText {
    private BacktestText() {}

    /** The canonical form; sums, which may have more than 64 bits, are texts. */
    public static byte[] json(BacktestReport report) {
        return CanonicalJson.bytes(json -> {
            json.beginObject();
            lines(json.name("by_asset"), report.byAsset());
            lines(json.name("by_corridor"), report.byCorridor());
            lines(json.name("by_rule"), report.byRule());
            json.member("decisions", report.decisions()).member("different", report.different());
            json.name("first").beginArray();
            report.first().forEach(difference -> write(json, difference));
            json.endArray().member("from", report.from().toString());
            json.name("policy").beginObject();
            json.member("hash", report.policy().hash())
                    .member("name", report.policy().name())
                    .member("version", report.policy().version())
                    .endObject();
            json.member("resumed", report.resumed())
                    .member("to", report.to().toString())
                    .endObject();
        });
    }

    private static void lines(CanonicalJson json, List<Line> lines) {
        json.beginArray();
        for (Line line : lines) {
            json.beginObject()
                    .member("asset", line.asset())
                    .member("count", line.count())
                    .member("group", line.group())
                    .member("live", line.live().code())
                    .member("own", line.own().code())
                    .optionalMember(
                            "sum_minor",
                            line.sumMinor() == null ? null : line.sumMinor().toString())
                    .endObject();
        }
        json.endArray();
    }

    private static void write(CanonicalJson json, Difference difference) {
        json.beginObject()
                .member("at", difference.at().toString())
                .member("decision", difference.decision())
                .member("live", difference.live().code())
                .optionalMember("live_by", difference.liveBy())
                .member("own", difference.own().code())
                .optionalMember("own_by", difference.ownBy())
                .optionalMember("reason", difference.reason());
        if (!difference.windows().isEmpty()) {
            json.name("windows").beginObject();
            for (WindowReading reading : difference.windows()) {
                json.name(reading.window()).beginObject();
                json.member("after", reading.after())
                        .member("before", reading.before())
                        .member("since", reading.since().toString())
                        .endObject();
            }
            json.endObject();
        }
        json.endObject();
    }

    /** What would change first, then what would stay. */
    public static String text(BacktestReport report) {
        StringBuilder text = new StringBuilder();
        text.append(report.policy())
                .append(" from ")
                .append(report.from())
                .append(" to ")
                .append(report.to());
        text.append(": ").append(report.different()).append(" of ").append(report.decisions());
        text.append(" decisions would be different\n");
        if (report.resumed() > 0) {
            text.append(report.resumed()).append(" that persons let go on would not have been held\n");
        }
        lines(text, "by asset", report.byAsset());
        lines(text, "by corridor", report.byCorridor());
        lines(text, "by rule", report.byRule());
        for (Difference difference : report.first()) {
            text.append(difference.decision())
                    .append(" at ")
                    .append(difference.at())
                    .append(": ");
            text.append(difference.live().code())
                    .append(by(difference.liveBy()))
                    .append(" > ");
            text.append(difference.own().code()).append(by(difference.ownBy()));
            for (WindowReading reading : difference.windows()) {
                text.append(", ").append(reading.window()).append(' ').append(reading.before());
                text.append(" > ").append(reading.after());
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static void lines(StringBuilder text, String title, List<Line> lines) {
        text.append(title).append('\n');
        for (boolean changed : new boolean[] {true, false}) {
            for (Line line : lines) {
                if (changed == (line.live() != line.own())) {
                    text.append("  ").append(line.group()).append(": ").append(change(line.live(), line.own()));
                    text.append(' ')
                            .append(line.count())
                            .append(" (")
                            .append(amount(line))
                            .append(")\n");
                }
            }
        }
    }

    private static String change(Verdict live, Verdict own) {
        return live == own ? "still " + own.code() : live.code() + " > " + own.code();
    }

    private static String amount(Line line) {
        BigInteger sum = line.sumMinor();
        return sum == null
                ? "of several assets"
                : new BigDecimal(sum, Asset.parse(line.asset()).scale()).toPlainString() + " " + line.asset();
    }

    private static String by(@Nullable String rule) {
        return rule == null ? "" : " by " + rule;
    }
}
