package io.zentra.runtime.internal.callback;

import static io.zentra.core.storage.Column.bytes;
import static io.zentra.core.storage.Column.integer;
import static io.zentra.core.storage.Column.text;

import io.zentra.core.storage.RowType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is stored of callbacks. */
public final class CallbackTables {
    /** Callbacks as they are kept, by the event that records them. */
    public static final RowType<Long, CallbackRow> CALLBACK = RowType.of("zentra_callback", CallbackRow::seq)
            .key(List.of(integer("seq")), (key, out) -> out.integer(key))
            .values(
                    List.of(integer("applied"), bytes("envelope"), bytes("body")),
                    (row, out) -> out.integerOrNull(row.applied())
                            .bytes(row.envelope())
                            .bytes(row.body()))
            .read(in -> new CallbackRow(in.integer(), in.integerOrNull(), in.bytes(), in.bytes()));

    /** Callbacks that came before what they speak of, by the reference that they give. */
    public static final RowType<Reference, ParkedRow> PARKED = RowType.of(
                    "zentra_callback_parked", ParkedRow::reference)
            .key(
                    List.of(text("rail"), text("reference")),
                    (key, out) -> out.text(key.rail()).text(key.reference()))
            .values(
                    List.of(text("id"), text("overdue_case"), text("callbacks")),
                    (row, out) -> out.text(row.id()).text(row.overdueCase()).text(ParkedRow.write(row.callbacks())))
            .read(in -> new ParkedRow(
                    new Reference(in.text(), in.text()), in.text(), in.textOrNull(), ParkedRow.read(in.text())));

    /** Attempts by what providers call them. */
    public static final RowType<Reference, ReferenceRow> REFERENCE = RowType.of(
                    "zentra_provider_reference", ReferenceRow::reference)
            .key(
                    List.of(text("rail"), text("reference")),
                    (key, out) -> out.text(key.rail()).text(key.reference()))
            .values(List.of(integer("attempt")), (row, out) -> out.integer(row.attempt()))
            .read(in -> new ReferenceRow(new Reference(in.text(), in.text()), in.integer()))
            .kept();

    /** The callbacks that first told of a fact, by what the provider calls it. */
    public static final RowType<Reference, BusinessKeyRow> BUSINESS_KEY = RowType.of(
                    "zentra_business_key", BusinessKeyRow::key)
            .key(
                    List.of(text("rail"), text("business_key")),
                    (key, out) -> out.text(key.rail()).text(key.reference()))
            .values(
                    List.of(integer("callback"), text("statement_sha256")),
                    (row, out) -> out.integer(row.callback()).text(row.statementSha256()))
            .read(in -> new BusinessKeyRow(new Reference(in.text(), in.text()), in.integer(), in.text()));

    private CallbackTables() {}

    /** A provider's name for something: it counts for one rail. */
    public record Reference(String rail, String reference) {}

    /**
     * A callback as it is kept; never compared.
     *
     * @param seq the event that records it
     * @param applied the event that applied it after it had been parked; null for none
     * @param envelope method, target and header fields
     * @param body the body
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record CallbackRow(long seq, @Nullable Long applied, byte[] envelope, byte[] body) {
        /** The same, applied by an event. */
        CallbackRow appliedBy(long event) {
            return new CallbackRow(seq, event, envelope, body);
        }
    }

    /**
     * What waits for one reference.
     *
     * @param reference the reference
     * @param id the first callback's id, {@code cb_…}
     * @param overdueCase the case that was opened because it waited so long; null for none
     * @param callbacks the events that record them, in their order
     */
    public record ParkedRow(
            Reference reference, String id, @Nullable String overdueCase, List<Long> callbacks) {
        /** Copies the list. */
        public ParkedRow {
            callbacks = List.copyOf(callbacks);
        }

        /** The same with one more. */
        ParkedRow and(long callback) {
            List<Long> more = new ArrayList<>(callbacks);
            more.add(callback);
            return new ParkedRow(reference, id, overdueCase, more);
        }

        /** The same with a case. */
        ParkedRow overdue(String caseId) {
            return new ParkedRow(reference, id, caseId, callbacks);
        }

        private static String write(List<Long> callbacks) {
            return String.join(",", callbacks.stream().map(String::valueOf).toList());
        }

        private static List<Long> read(String text) {
            return List.of(text.split(",", -1)).stream().map(Long::valueOf).toList();
        }
    }

    /**
     * Whose a provider's reference is.
     *
     * @param reference the reference
     * @param attempt the attempt's number; 0 when it was told of several, so that it names none
     */
    public record ReferenceRow(Reference reference, long attempt) {}

    /**
     * A fact that a provider has a name for.
     *
     * @param key the name
     * @param callback the event of the callback that told it first
     * @param statementSha256 the digest of what that said
     */
    public record BusinessKeyRow(Reference key, long callback, String statementSha256) {}
}
