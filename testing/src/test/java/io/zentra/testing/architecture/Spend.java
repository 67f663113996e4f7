package io.zentra.testing.architecture;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.money.Money;
import io.zentra.core.usage.Charge;
import io.zentra.core.usage.MeterKey;
import io.zentra.core.usage.Reserved;
import io.zentra.core.usage.Usage;
import io.zentra.core.usage.Window;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds to meters of each kind, or gives back what was added. Answers the id of the decision.
 *
 * @param amount how much
 * @param undone the id of the decision that is undone; null to add
 */
public record Spend(Money amount, @Nullable String undone) implements Command<String> {
    private static final List<Charge> CHARGES = List.of(
            new Charge(key("rolling"), Window.rolling(Duration.ofSeconds(1)), 1, "merchant:7"),
            new Charge(key("calendar"), Window.day(), 1, "merchant:7"));

    @Override
    public Operation operation() {
        return new Operation(9_201, "probe.spend");
    }

    @Override
    public void reads(Reads reads) {
        if (undone == null) {
            CHARGES.forEach(charge -> Usage.need(reads, charge));
        } else {
            Usage.needReturn(reads, undone);
        }
    }

    @Override
    public String decide(UnitOfWork work) {
        if (undone != null) {
            Usage.giveBack(work, undone, amount);
            return undone;
        }
        String id = work.newId("de");
        Reserved reserved = Usage.reserve(work, amount, CHARGES);
        work.record(new UnitOfWork.Draft("probe.spent", id, null, json -> {
            json.beginObject();
            reserved.write(json);
            json.endObject();
        }));
        return id;
    }

    private static MeterKey key(String name) {
        return MeterKey.of(json -> json.value(name));
    }
}
