-- Transfers: the state folded from the journal's events. A transfer's number is the sequence of the event that created it.
create table zentra_transfer (
    tenant ${integer} not null,
    no ${integer} not null,
    id ${text} not null,
    source ${text} not null,
    destination ${text} not null,
    asset ${text} not null,
    amount_minor ${integer} not null,
    rail ${text} not null,
    status ${text} not null,
    reason ${text},
    reserve_posting ${text} not null,
    attempt ${text} not null,
    created_at ${integer} not null,
    primary key (tenant, no)
) ${clustered};

-- Attempts to move a transfer over a rail. The id is the rail's idempotency key, written before anything is sent.
create table zentra_attempt (
    tenant ${integer} not null,
    no ${integer} not null,
    id ${text} not null,
    transfer ${integer} not null,
    outcome ${text} not null,
    provider_reference ${text},
    reason ${text},
    queries ${integer} not null,
    primary key (tenant, no)
) ${clustered};

-- Callbacks as they came, beside the journal, which keeps their digests: what a provider wrote may be personal, and can be
-- erased here without breaking the chain, by a command that records it.
create table zentra_callback (
    tenant ${integer} not null,
    seq ${integer} not null,
    body ${bytes} not null,
    primary key (tenant, seq)
) ${clustered};
