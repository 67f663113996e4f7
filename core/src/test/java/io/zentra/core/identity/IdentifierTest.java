package io.zentra.core.identity;

import static io.zentra.core.Refusal.assertRefused;
import static io.zentra.core.error.ErrorCode.INVALID_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifierTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "7", "customer:42", "svc_edge", "eu-west/acme.shop@2", "A-Z_a-z.0-9"})
    void acceptsWhatFitsIntoPathsAndLogs(String id) {
        assertThat(Identifier.require("account", id)).isSameAs(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "-a", ":a", "_a", ".a", "/a", "@a", "a b", "a\tb", "a\n", "a\u0000", "ä", "а", "a\u200b",
                "a+b", "a%b", "a\"b", "a'b", "a\\b", "a,b", "a;b", "a#b", "a?b", "a=b", "😀", "\ud83d"
            })
    void refusesEverythingElse(String id) {
        assertRefused(INVALID_ID, () -> Identifier.require("account", id));
    }

    @Test
    void endsAtItsLimit() {
        assertThat(Identifier.require("account", "a".repeat(Identifier.MAX_LENGTH)))
                .hasSize(128);
        assertRefused(INVALID_ID, () -> Identifier.require("account", "a".repeat(Identifier.MAX_LENGTH + 1)));
    }

    @Test
    void namesWhatWasWrongWithoutRepeatingALongText() {
        assertThatThrownBy(() -> Identifier.require("tenant", "!".repeat(50_000)))
                .hasMessageContaining("tenant id")
                .hasMessageContaining("50000 characters")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
    }

    @Test
    void holdsForTenantsActorsAndPermissions() {
        assertRefused(INVALID_ID, () -> TenantId.of("a b"));
        assertRefused(INVALID_ID, () -> Actor.service(""));
        assertRefused(INVALID_ID, () -> new Permission("**"));
        assertThat(Permission.ALL).hasToString("*");
    }
}
