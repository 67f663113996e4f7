package io.zentra.testing.contract;

import io.zentra.core.storage.Storage;
import io.zentra.testing.fault.Counted;
import io.zentra.testing.model.ModelContract;
import io.zentra.testing.model.RoundTripContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every contract, said once; a class for each database inherits them all.
 *
 * <p>By name: {@code -Dtest=PostgresStorageTest} runs all of a database,
 * {@code -Dtest='PostgresStorageTest,StorageContracts$Transfers#*'} one of its contracts.
 */
abstract class StorageContracts {
    @TempDir
    Path folder;

    private final Database database;

    StorageContracts(Database database) {
        this.database = database;
    }

    private Storage newStorage() {
        return database.newStorage(folder);
    }

    @Nested
    class Books extends LedgerContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Traces extends TraceContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class RequestVersions extends RequestVersionContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Listeners extends ListenerContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Timelines extends TimelineContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Accounts extends AccountContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Verifications extends VerificationContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Archives extends RetentionContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class ArchivedDecisions extends ArchivedDecisionContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Times extends TimeContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Pasts extends PastContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Backdateds extends BackdatedContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class PastBulks extends PastBulkContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class LateRetries extends LateRetryContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Charts extends ChartContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Searches extends SearchContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class SearchPages extends SearchPageContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Refusals extends RefusalContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Races extends RaceContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Holds extends HoldContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Reversals extends ReversalContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Exports extends ExportContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Imports extends ImportContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class ImportTimes extends ImportTimeContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Tables extends TableContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class RoundTrips extends RoundTripContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }

        @Override
        protected int sequences() {
            return database.isInMemory() ? 100 : 10;
        }
    }

    @Nested
    class Usages extends UsageContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class MeterLogs extends MeterLogContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class UsageSequences extends UsageSequenceContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }

        @Override
        protected int steps() {
            return database.isInMemory() ? 1_000 : 100;
        }
    }

    @Nested
    class Explanations extends ExplainContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Captures extends CaptureContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Extensions extends ExtendContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Words extends WordsContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class HoldRaces extends HoldRaceContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Joined extends JoinedContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }

        @Override
        protected boolean readsBesideAWriter() {
            return !database.isInMemory();
        }
    }

    @Nested
    class JoinedRequests extends JoinedRequestContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }

        @Override
        protected boolean readsBesideAWriter() {
            return !database.isInMemory();
        }
    }

    @Nested
    class Model extends ModelContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Faults extends FaultContract {
        /** For all of its tests together; that of the outer class is another one for each. */
        @TempDir
        static Path files;

        @Override
        protected Storage storage() {
            return database.newStorage(files);
        }

        @Override
        protected Counted counted() {
            return database.isInMemory() ? Counted.EVERY_CALL : Counted.ROUND_TRIPS;
        }

        @Override
        protected int stride() {
            return database.stride();
        }
    }

    @Nested
    class Transfers extends TransferContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class TransferPackets extends TransferPacketContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class SilentRails extends SilentRailContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Reserves extends ReserveContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class RailUses extends RailUseContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class SharedTransfers extends SharedTransferContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Bulks extends BulkContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Conditions extends ConditionContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Compositions extends CompositionContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Exchanges extends ExchangeContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Operations extends OperationContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class KnownFaults extends KnownFaultsContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class KnownRaces extends KnownRaceContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class FourEyes extends FourEyesContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class ReviewWorks extends ReviewWorkContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Reviewing extends ReviewContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class ReviewRaces extends ReviewRaceContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class RateLimits extends RateLimitContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class ReviewModels extends ReviewModelContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Endpoints extends EndpointContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Deliveries extends DeliveryContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Retries extends RetryContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Outages extends OutageContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Attempts extends AttemptContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Upkeep extends UpkeepContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Policies extends PolicyContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class PolicyRaces extends PolicyRaceContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class PolicyVersions extends PolicyVersionContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class PolicyReplays extends PolicyReplayContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Backtests extends BacktestContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Intents extends IntentContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class IntentStreams extends IntentStreamContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class IntentSearches extends IntentSearchContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class TransferPolicies extends TransferPolicyContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class TransferDecisions extends TransferDecisionContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class TransferRoutes extends TransferRouteContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class TransferSettlements extends TransferSettlementContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class FlowAccounts extends FlowAccountContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class PayoutLegs extends PayoutLegContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class ReversalReviews extends ReversalReviewContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class TransferReturns extends TransferReturnContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class TransferOperations extends TransferOperationContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Payments extends PaymentContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Cards extends CardContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class PaymentEvidences extends PaymentEvidenceContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class PaymentPolicies extends PaymentPolicyContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class PaymentRaces extends PaymentRaceContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class RailPayments extends RailPaymentContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class RailPaymentRoutes extends RailPaymentRoutesContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class PaymentModels extends PaymentModelContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class EarlyCallbacks extends EarlyCallbackContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Callbacks extends CallbackContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class TransferSearches extends TransferSearchContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class PaymentSearches extends PaymentSearchContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class OperationsViews extends OperationsContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Evidences extends EvidenceContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Stories extends StoryContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Doctors extends DoctorContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class EndpointDoctors extends EndpointDoctorContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Recoveries extends RecoveryContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }

    @Nested
    class Periods extends PeriodContract {
        @Override
        protected Storage storage() {
            return newStorage();
        }
    }
}
