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

-- Every 32nd entry of an account: where a walk back through its history may begin, found by either time.
create table zentra_entry_mark (
    tenant ${integer} not null,
    account ${integer} not null,
    no ${integer} not null,
    latest_at ${integer} not null,
    primary key (tenant, account, no)
) ${clustered};

create index zentra_entry_mark_by_time on zentra_entry_mark (tenant, account, latest_at);

-- Holds with what is left of each leg. A hold's number is the sequence of the event that placed it.
create table zentra_hold (
    tenant ${integer} not null,
    no ${integer} not null,
    id ${text} not null,
    status ${text} not null,
    correlation ${text},
    metadata ${text} not null,
    legs ${text} not null,
    primary key (tenant, no)
) ${clustered};

-- Which posting was reversed by which, by the sequences of their events.
create table zentra_reversal (
    tenant ${integer} not null,
    posting ${integer} not null,
    reversal ${integer} not null,
    primary key (tenant, posting)
) ${clustered};
