package io.zentra.runtime.internal;

import io.zentra.core.storage.Module;
import io.zentra.runtime.internal.callback.CallbackTables;
import io.zentra.runtime.internal.payment.PaymentTables;
import io.zentra.runtime.internal.search.RequestTerms;
import io.zentra.runtime.internal.transfer.TransferTables;
import io.zentra.runtime.internal.transfer.Volumes;
import java.util.List;

/** What the runtime keeps in the database. */
public final class RuntimeModule {
    /** Its tables and their migrations. */
    public static final Module MODULE = new Module(
            "runtime",
            RuntimeModule.class,
            List.of("0001_runtime.sql", "0002_search.sql", "0003_payments_over_rails.sql"),
            List.of(
                    TransferTables.TRANSFER,
                    Volumes.VOLUME,
                    TransferTables.ATTEMPT,
                    CallbackTables.CALLBACK,
                    CallbackTables.PARKED,
                    CallbackTables.REFERENCE,
                    CallbackTables.BUSINESS_KEY,
                    PaymentTables.PAYMENT,
                    RequestTerms.INDEX.terms(),
                    RequestTerms.INDEX.positions()));

    private RuntimeModule() {}
}
