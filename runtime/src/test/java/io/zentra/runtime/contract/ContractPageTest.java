package io.zentra.runtime.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/contract.md names every member of every file that holds the shape of a version. */
class ContractPageTest {
    private static final Path PAGE = Path.of("..", "docs", "contract.md");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void thePageNamesEveryMember() throws IOException {
        String page = Files.readString(PAGE);
        String requests = part(page, "## Requests", "## Answers");
        String first = part(page, "| version 1 |", "In version 1 a retry");
        String second = part(page, "Version 2 has all", "## Errors");
        String errors = page.substring(page.indexOf("## Errors"));

        names(requests, "v1/transfer-request", "v1/posting-request", "v1/intent-request");
        names(requests, "v2/transfer-request", "v2/posting-request", "v2/intent-request");
        names(requests, "v2/payment-request", "v2/forced-clearing-request", "v2/account-open-request");
        names(requests, "v2/transfer-change-request", "v2/payment-change-request", "v2/account-change-request");
        names(first, "v1/transfer", "v1/posting", "v1/intent");
        names(second, "v2/transfer", "v2/posting", "v2/intent", "v2/intent-account");
        names(second, "v2/intent-open", "v2/payment");
        names(errors, "v1/error", "v2/declined-again");
    }

    /** Every change that a body may ask for is told. */
    @Test
    void thePageNamesEveryChange() throws IOException {
        String changes = part(Files.readString(PAGE), "| change | of |", "## Accounts");

        Stream.of(Changes.OF_TRANSFERS, Changes.OF_PAYMENTS, Changes.OF_CARDS)
                .flatMap(words -> words.all().keySet().stream())
                .forEach(name -> assertThat(changes).contains("`" + name + "`"));
    }

    private static void names(String part, String... files) throws IOException {
        for (String file : files) {
            Set<String> members = new TreeSet<>();
            collect("", JSON.readTree(Samples.file(file)), members);
            assertThat(members)
                    .as(file)
                    .hasSizeGreaterThan(3)
                    .allSatisfy(member -> assertThat(part).contains("`" + member + "`"));
        }
    }

    private static void collect(String path, JsonNode object, Set<String> members) {
        object.properties().forEach(member -> {
            String name = path + member.getKey();
            members.add(name);
            if (!member.getKey().equals("metadata") && !member.getKey().equals("details")) {
                collect(name + ".", member.getValue(), members);
                member.getValue().forEach(element -> collect(name + "[].", element, members));
            }
        });
    }

    private static String part(String page, String from, String to) {
        return page.substring(page.indexOf(from), page.indexOf(to));
    }
}
