package io.zentra.benchmarks.byhand;

import io.zentra.benchmarks.workload.Transfer;
import io.zentra.core.identity.EntityId;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** The event of a posting, put together by hand: byte for byte what ours would store. Not thread-safe. */
final class EventText {
    private final Tenant tenant;
    private final SplittableRandom random = new SplittableRandom();
    private final StringBuilder text = new StringBuilder(1_024);

    EventText(Tenant tenant) {
        this.tenant = tenant;
    }

    /** The event of a transfer, with the balances after it. */
    byte[] of(Transfer transfer, long seq, String at, Sums debited, Sums credited) {
        String debit = Transfer.accountId(transfer.debit());
        String credit = Transfer.accountId(transfer.credit());
        text.setLength(0);
        text.append("{\"actor\":\"")
                .append(tenant.actor())
                .append("\",\"at\":\"")
                .append(at);
        text.append("\",\"body\":{\"entries\":[");
        entry(debit, transfer.minor(), debited, "debit");
        text.append(',');
        entry(credit, transfer.minor(), credited, "credit");
        text.append("]},\"key\":\"").append(transfer.key());
        text.append("\",\"operation\":\"ledger.post\",\"request\":{\"entries\":[");
        line(debit, transfer.minor(), "debit");
        text.append(',');
        line(credit, transfer.minor(), "credit");
        text.append("]},\"seq\":").append(seq).append(",\"subject\":\"");
        text.append(new EntityId("po", tenant.no(), seq, random.nextLong()));
        text.append("\",\"tenant\":\"").append(tenant.id()).append("\",\"type\":\"ledger.entry.created\",\"v\":1}");
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void entry(String account, long minor, Sums sums, String side) {
        text.append("{\"account\":\"")
                .append(account)
                .append("\",\"amount_minor\":")
                .append(minor);
        text.append(",\"asset\":\"")
                .append(Transfer.ASSET)
                .append("\",\"available\":")
                .append(sums.available());
        text.append(",\"pending\":")
                .append(sums.pending())
                .append(",\"posted\":")
                .append(sums.posted());
        text.append(",\"side\":\"")
                .append(side)
                .append("\",\"version\":")
                .append(sums.version)
                .append('}');
    }

    private void line(String account, long minor, String side) {
        text.append("{\"account\":\"")
                .append(account)
                .append("\",\"amount_minor\":")
                .append(minor);
        text.append(",\"asset\":\"")
                .append(Transfer.ASSET)
                .append("\",\"side\":\"")
                .append(side)
                .append("\"}");
    }
}
