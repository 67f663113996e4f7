package io.zentra.ledger.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Sha256;
import io.zentra.ledger.PostingSearch;
import io.zentra.ledger.SearchCriterion;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/**
 * Where a page ends, as a text that only the same search of the same tenant takes back: the sequence that was looked at
 * last, and the first bytes of a digest of it and the search. It keeps from mistakes; what an actor may read does not hang
 * on it.
 */
final class SearchCursor {
    private static final int DIGEST = 8;

    private SearchCursor() {}

    /** The cursor behind a sequence. */
    static String behind(long seq, int tenantNo, PostingSearch search) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + DIGEST).putLong(seq);
        bytes.put(digest(seq, tenantNo, search));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /**
     * The sequence of a cursor.
     *
     * @throws ZentraException {@code invalid_cursor}
     */
    static long seq(String cursor, int tenantNo, PostingSearch search) {
        ByteBuffer bytes = ByteBuffer.wrap(decoded(cursor));
        if (bytes.remaining() == Long.BYTES + DIGEST) {
            long seq = bytes.getLong();
            byte[] digest = new byte[DIGEST];
            bytes.get(digest);
            if (MessageDigest.isEqual(digest, digest(seq, tenantNo, search))) {
                return seq;
            }
        }
        throw invalid(cursor);
    }

    private static byte[] decoded(String cursor) {
        try {
            return Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException notBase64) {
            throw invalid(cursor);
        }
    }

    /** The limit of pages is left out: it may change from page to page. */
    private static byte[] digest(long seq, int tenantNo, PostingSearch search) {
        byte[] said = CanonicalJson.bytes(json -> {
            json.beginArray().value(tenantNo).value(seq).value(search.isNewestFirst());
            search.criteria().stream().map(SearchCriterion::toString).sorted().forEach(json::value);
            json.endArray();
        });
        return Arrays.copyOf(Sha256.of(said), DIGEST);
    }

    private static ZentraException invalid(String cursor) {
        String shown = Shown.of(cursor);
        return ZentraException.of(
                ErrorCode.INVALID_CURSOR,
                "the cursor \"" + shown + "\" is not one of this search: begin with the first page",
                Map.of("cursor", shown));
    }
}
