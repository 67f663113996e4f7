package io.zentra.core.identity;

/**
 * Something that an actor may be allowed to do. Immutable.
 *
 * @param name in the form of {@link Identifier}, such as {@code ledger.post}; {@code *} for {@link #ALL}
 */
public record Permission(String name) {
    /** Every permission, also those of later versions. */
    public static final Permission ALL = new Permission("*");

    /**
     * To open, freeze, unfreeze, close and reopen accounts, to apply templates of charts, and to say how backdating treats
     * limits; importing ledgers asks for {@link #READ}, {@link #POST} and {@link #REVERSE} too.
     */
    public static final Permission MANAGE_ACCOUNTS = new Permission("ledger.accounts");

    /** To change the limits of accounts: a lower floor is credit that is granted. */
    public static final Permission CHANGE_LIMITS = new Permission("ledger.limits");

    /** To post, also composed, exchanged or under a policy, to hold, increase, capture and release. */
    public static final Permission POST = new Permission("ledger.post");

    /** To reverse postings; correcting them asks for {@link #POST} too. */
    public static final Permission REVERSE = new Permission("ledger.reverse");

    /** To close periods: nothing is backdated into them any more. */
    public static final Permission CLOSE_PERIODS = new Permission("ledger.periods.close");

    /** To reopen closed periods. */
    public static final Permission REOPEN_PERIODS = new Permission("ledger.periods.reopen");

    /** To create transfers, which post to the accounts of their flow, and to cancel them. */
    public static final Permission TRANSFER = new Permission("transfers.create");

    /** To settle and reverse transfers by hand, and mark them as returned. */
    public static final Permission OPERATE_TRANSFERS = new Permission("transfers.operate");

    /** To authorize payments and card authorizations, increment, capture, clear and void them. */
    public static final Permission PAY = new Permission("payments.create");

    /** To refund payments, charge them back and reverse that, and to force clearings. */
    public static final Permission OPERATE_PAYMENTS = new Permission("payments.operate");

    /** To draft versions of policies and have them analysed. */
    public static final Permission DRAFT_POLICIES = new Permission("policies.draft");

    /** To agree to versions of policies that another person drafted. */
    public static final Permission APPROVE_POLICIES = new Permission("policies.approve");

    /** To publish approved versions of policies, to try them and to roll them back. */
    public static final Permission PUBLISH_POLICIES = new Permission("policies.publish");

    /** To register and change endpoints of webhooks, pause and delete them, and rotate their keys. */
    public static final Permission MANAGE_ENDPOINTS = new Permission("webhooks.endpoints");

    /** To see the secrets with which messages of webhooks are signed. */
    public static final Permission REVEAL_SECRETS = new Permission("webhooks.secrets");

    /** To send deliveries of webhooks again, and test events. */
    public static final Permission REPLAY_DELIVERIES = new Permission("webhooks.replay");

    /** To read and export all that is kept of the tenant, follow it with a cursor, prove and verify it. */
    public static final Permission READ = new Permission("read");

    /** To move the position of named readers of the journal; what a position has passed, its reader does not see again. */
    public static final Permission FOLLOW_JOURNAL = new Permission("journal.follow");

    /** To have checkpoints, seals, packets and exports signed; packets and exports ask for {@link #READ} too. */
    public static final Permission EXPORT_EVIDENCE = new Permission("evidence.export");

    /** To erase what providers wrote in callbacks, for good. */
    public static final Permission ERASE_CALLBACKS = new Permission("callbacks.erase");

    /** To set review lanes: who approves, how many it takes, how long it may take. */
    public static final Permission MANAGE_LANES = new Permission("reviews.lanes");

    /** To open review cases, go on with what was approved, and take cases back. */
    public static final Permission OPEN_REVIEWS = new Permission("reviews.open");

    /** To work on review cases: claim, release, note, edit. */
    public static final Permission WORK_REVIEWS = new Permission("reviews.work");

    /** To give review cases to people, and open denied ones again. */
    public static final Permission ASSIGN_REVIEWS = new Permission("reviews.assign");

    /** To approve and deny review cases, as one of their lane's approvers. */
    public static final Permission DECIDE_REVIEWS = new Permission("reviews.decide");

    /** To erase the text of notes on review cases, for good. */
    public static final Permission ERASE_NOTES = new Permission("reviews.notes.erase");

    /** To limit how much tenants may call. */
    public static final Permission LIMIT_TENANTS = new Permission("tenants.limits");

    /** To move events into archives, out of the database; it asks for {@link #READ} too. */
    public static final Permission ARCHIVE = new Permission("journal.archive");

    /** To create tenants, and to verify their registry. */
    public static final Permission MANAGE_TENANTS = new Permission("tenants");

    /** Checks the form of the name. */
    public Permission {
        if (!name.equals("*")) {
            Identifier.require("permission", name);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
