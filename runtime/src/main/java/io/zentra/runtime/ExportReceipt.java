package io.zentra.runtime;

/**
 * What an export of a period holds. Immutable.
 *
 * @param first the sequence of the first event of the period
 * @param last the sequence of the last one; one less than the first when nothing happened
 * @param packets how many packets: of all transfers, intents and orders of which something happened in the period
 * @param sha256 the digest that the end of the file is sealed with, in hexadecimal digits; of a period that is over always
 *     the same, whatever is withheld
 * @param eventSeq the event {@code evidence.exported} that tells of it
 */
public record ExportReceipt(long first, long last, long packets, String sha256, long eventSeq) {
    /** How many events the period has. */
    public long events() {
        return last - first + 1;
    }
}
