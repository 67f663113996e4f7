-- Transfers: the state folded from the journal's events. A transfer's number is the sequence of the event that created it.
create table zentra_transfer (
    tenant ${integer} not null,
    no ${integer} not null,
    id ${text} not null,
    source ${text} not null,
    destination ${text} not null,
    asset ${text} not null,
    amount_minor ${integer} not null,
    status ${text} not null,
    reason ${text},
    review_case ${text},
    status_before ${text},
    news ${integer},
    postings ${text},
    rail ${text},
    attempt ${text},
    tried ${text},
    reversed_minor ${integer} not null,
    created_at ${integer} not null,
    primary key (tenant, no)
) ${clustered};

create index zentra_transfer_by_status on zentra_transfer (tenant, status, no);

-- How many transfers of an asset there are in each state, and the sums of their amounts, as "processing 2 250000,settled 1
-- 125000": written once a commit, whatever it moves.
create table zentra_transfer_volume (
    tenant ${integer} not null,
    asset ${text} not null,
    volumes ${text} not null,
    primary key (tenant, asset)
) ${clustered};

-- Attempts to move a transfer over a rail. The id is the rail's idempotency key, written before anything is sent.
create table zentra_attempt (
    tenant ${integer} not null,
    no ${integer} not null,
    id ${text} not null,
    transfer ${integer} not null,
    rail ${text} not null,
    settles_later ${integer} not null,
    outcome ${text} not null,
    provider_reference ${text},
    reason ${text},
    queries ${integer} not null,
    primary key (tenant, no)
) ${clustered};

-- Payments and card authorizations: the state folded from the journal's events. A payment's number is the sequence of its
-- first event; what was asked for is in the request of another one.
create table zentra_payment (
    tenant ${integer} not null,
    no ${integer} not null,
    id ${text} not null,
    flow ${text} not null,
    source ${text} not null,
    destination ${text} not null,
    asset ${text} not null,
    amount_minor ${integer} not null,
    expires_at ${integer},
    request ${integer} not null,
    status ${text} not null,
    reason ${text},
    review_case ${text},
    waiting_minor ${integer},
    authorized_minor ${integer} not null,
    held_minor ${integer} not null,
    captured_minor ${integer} not null,
    refunded_minor ${integer} not null,
    charged_back_minor ${integer} not null,
    holds ${text},
    postings ${text},
    created_at ${integer} not null,
    primary key (tenant, no)
) ${clustered};

create index zentra_payment_flow on zentra_payment (tenant, flow, no);

-- Callbacks as they are kept, beside the journal, which keeps their digests: what a provider wrote may be personal, and can
-- be erased here without breaking the chain, by a command that records it. The event that applied one which had been parked.
create table zentra_callback (
    tenant ${integer} not null,
    seq ${integer} not null,
    applied ${integer},
    envelope ${bytes} not null,
    body ${bytes} not null,
    primary key (tenant, seq)
) ${clustered};

-- Callbacks that came before what they speak of: the events that record them, separated by commas.
create table zentra_callback_parked (
    tenant ${integer} not null,
    rail ${text} not null,
    reference ${text} not null,
    id ${text} not null,
    overdue_case ${text},
    callbacks ${text} not null,
    primary key (tenant, rail, reference)
) ${clustered};

-- Attempts by what providers call them; 0 for what was told of several.
create table zentra_provider_reference (
    tenant ${integer} not null,
    rail ${text} not null,
    reference ${text} not null,
    attempt ${integer} not null,
    primary key (tenant, rail, reference)
) ${clustered};

-- Facts by what providers call them, with the callback that told each first.
create table zentra_business_key (
    tenant ${integer} not null,
    rail ${text} not null,
    business_key ${text} not null,
    callback ${integer} not null,
    statement_sha256 ${text} not null,
    primary key (tenant, rail, business_key)
) ${clustered};
