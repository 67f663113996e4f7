-- Endpoints of tenants. config: canonical JSON of URL, event types, description, names of headers, order, rates and limits.
create table zentra_endpoint (
    tenant ${integer} not null,
    no ${integer} not null,
    id ${text} not null,
    status ${text} not null,
    reason ${text},
    config ${text} not null,
    key_ids ${text} not null,
    last_event ${integer} not null,
    primary key (tenant, no)
) ${clustered};

-- What is sealed: secrets and pairs that sign, values of headers, and, for the endpoint 0, the key of digests.
create table zentra_endpoint_key (
    tenant ${integer} not null,
    endpoint ${integer} not null,
    id ${text} not null,
    kind ${text} not null,
    not_before ${integer} not null,
    not_after ${integer},
    commitment ${text} not null,
    public_key ${text},
    sealed ${text} not null,
    primary key (tenant, endpoint, id)
) ${clustered};

-- How endpoints fare, who sends to them, and attempts by their outcome. Times in microseconds.
create table zentra_endpoint_health (
    tenant ${integer} not null,
    endpoint ${integer} not null,
    failures ${integer} not null,
    failing_since ${integer},
    stopped_until ${integer},
    pause ${integer} not null,
    latency ${integer} not null,
    holder ${integer},
    wake_at ${integer},
    next_at ${integer} not null,
    backlog ${integer} not null,
    parked ${integer} not null,
    delivered_at ${integer},
    delivered ${integer} not null,
    gone ${integer} not null,
    throttled ${integer} not null,
    redirected ${integer} not null,
    refused ${integer} not null,
    failed ${integer} not null,
    unanswered ${integer} not null,
    primary key (tenant, endpoint)
) ${clustered};

-- What leaves: the same bytes for all endpoints and attempts.
create table zentra_webhook_message (
    tenant ${integer} not null,
    event ${integer} not null,
    type ${text} not null,
    at ${integer} not null,
    body ${text} not null,
    trace ${text},
    primary key (tenant, event)
) ${clustered};

-- The last event that waits in each order key of an endpoint.
create table zentra_delivery_lane (
    tenant ${integer} not null,
    endpoint ${integer} not null,
    lane ${text} not null,
    tail ${integer} not null,
    primary key (tenant, endpoint, lane)
) ${clustered};

-- One row an endpoint and event; due_at is null unless it is to be tried.
create table zentra_delivery (
    tenant ${integer} not null,
    endpoint ${integer} not null,
    event ${integer} not null,
    state ${text} not null,
    tries ${integer} not null,
    step ${integer} not null,
    due_at ${integer},
    lane ${text},
    next_event ${integer},
    skipped ${integer},
    settled_at ${integer},
    primary key (tenant, endpoint, event)
) ${clustered} ${updated};

create index zentra_delivery_by_due on zentra_delivery (tenant, endpoint, due_at, event);

-- Every attempt, never changed.
create table zentra_delivery_attempt (
    tenant ${integer} not null,
    endpoint ${integer} not null,
    event ${integer} not null,
    attempt ${integer} not null,
    at ${integer} not null,
    latency ${integer} not null,
    outcome ${text} not null,
    status ${integer},
    request ${text} not null,
    response ${text},
    error ${text},
    primary key (tenant, endpoint, event, attempt)
) ${clustered};
