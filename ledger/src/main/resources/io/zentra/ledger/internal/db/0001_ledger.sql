-- Accounts: what seldom changes. An account's number is the sequence of the event that opened it.
create table zentra_account (
    tenant ${integer} not null,
    id ${text} not null,
    no ${integer} not null,
    asset ${text} not null,
    kind ${text} not null,
    normal_side ${text} not null,
    floor_minor ${integer},
    ceiling_minor ${integer},
    status ${text} not null,
    metadata ${text} not null,
    primary key (tenant, id)
) ${clustered};

create unique index zentra_account_by_no on zentra_account (tenant, no);

-- Balances: what every posting changes, apart and narrow, so that few pages become dirty. Totals of debits and credits
-- in minor units, posted and pending (open holds). The version counts all changes, entries only those by postings.
create table zentra_balance (
    tenant ${integer} not null,
    account ${integer} not null,
    debits ${integer} not null,
    credits ${integer} not null,
    pending_debits ${integer} not null,
    pending_credits ${integer} not null,
    version ${integer} not null,
    entries ${integer} not null,
    last_entry ${integer} not null,
    primary key (tenant, account)
) ${clustered} ${updated};

-- Entries in the order of the journal: no = sequence * 1024 + line. Each leads to its account's entry before, so an
-- account's history is read without an index that every posting would have to keep. Amounts and balances in minor units,
-- debits positive. latest_at is the latest effective time of the account's entries up to this one, in microseconds.
create table zentra_entry (
    tenant ${integer} not null,
    no ${integer} not null,
    account ${integer} not null,
    amount ${integer} not null,
    balance ${integer} not null,
    previous ${integer} not null,
    version ${integer} not null,
    latest_at ${integer} not null,
    primary key (tenant, no)
) ${clustered};

-- Every 128th entry of an account: where a walk back through its history may begin, found by either time.
create table zentra_entry_mark (
    tenant ${integer} not null,
    account ${integer} not null,
    no ${integer} not null,
    latest_at ${integer} not null,
    primary key (tenant, account, no)
) ${clustered};

create index zentra_entry_mark_by_time on zentra_entry_mark (tenant, account, latest_at, no);

-- Holds with what was held, captured and is left of each leg. A hold's number is the sequence of the event that placed
-- it; last_event is that of the latest, which tells the hold as it is now. expires_at in microseconds.
create table zentra_hold (
    tenant ${integer} not null,
    no ${integer} not null,
    id ${text} not null,
    status ${text} not null,
    correlation ${text},
    decision ${text},
    legs ${text} not null,
    metadata ${text} not null,
    expires_at ${integer},
    last_event ${integer} not null,
    primary key (tenant, no)
) ${clustered};

create index zentra_hold_by_status on zentra_hold (tenant, status, no);

-- The open holds of each account that has a leg of them, by the numbers of both; the row goes when the hold is closed.
create table zentra_open_hold (
    tenant ${integer} not null,
    account ${integer} not null,
    hold ${integer} not null,
    primary key (tenant, account, hold)
) ${clustered};

-- Which postings captured which holds, by the sequences of the events that placed the one and posted the other.
create table zentra_capture (
    tenant ${integer} not null,
    hold ${integer} not null,
    posting ${integer} not null,
    primary key (tenant, hold, posting)
) ${clustered};

-- What is left to reverse of each entry of a posting, once part of it was reversed, and the latest reversal; by the
-- sequences of their events.
create table zentra_reversed (
    tenant ${integer} not null,
    posting ${integer} not null,
    latest ${integer} not null,
    remaining ${text} not null,
    primary key (tenant, posting)
) ${clustered};

-- Which postings reverse or correct which, by the sequences of their events.
create table zentra_reversal (
    tenant ${integer} not null,
    posting ${integer} not null,
    reversal ${integer} not null,
    primary key (tenant, posting, reversal)
) ${clustered};

-- Entries that took effect before one that their account had already: they stand in the account's chain where they were
-- recorded, and here by their effective time, in microseconds. Amounts in minor units, debits positive. instant_sum adds up
-- those of the same effective time up to this one, recorded_sum all that were recorded up to this one, which ordinal counts.
create table zentra_backdated (
    tenant ${integer} not null,
    account ${integer} not null,
    no ${integer} not null,
    effective_at ${integer} not null,
    amount ${integer} not null,
    instant_sum ${integer} not null,
    recorded_sum ${integer} not null,
    ordinal ${integer} not null,
    primary key (tenant, account, no)
) ${clustered};

create index zentra_backdated_by_time on zentra_backdated (tenant, account, effective_at, no);

-- Sums over the backdated entries of an account by effective time: of level 0 for each microsecond, of level 1 for 256 of
-- them, and so on to level 6; the bucket is the time without its last eight bits for each level. Level 7 has one row, of all.
create table zentra_backdated_sum (
    tenant ${integer} not null,
    account ${integer} not null,
    level ${integer} not null,
    bucket ${integer} not null,
    amount ${integer} not null,
    entries ${integer} not null,
    primary key (tenant, account, level, bucket)
) ${clustered} ${updated};

-- What the tenant has ruled about time, in one row of the number 0: before which microsecond all is closed, and what
-- becomes of backdated postings that would have broken a limit in between.
create table zentra_time_rule (
    tenant ${integer} not null,
    no ${integer} not null,
    closed_before ${integer},
    backdating ${text} not null,
    primary key (tenant, no)
) ${clustered};
