-- Which versions of a policy decide: one row a kind of operations.
create table zentra_policy (
    tenant ${integer} not null,
    name ${text} not null,
    latest ${integer} not null,
    live ${integer},
    upcoming ${integer},
    upcoming_at ${integer},
    canary ${integer},
    canary_share ${integer} not null,
    shadow ${integer},
    primary key (tenant, name)
) ${clustered};

-- What was drafted, and what became of it.
create table zentra_policy_version (
    tenant ${integer} not null,
    name ${text} not null,
    version ${integer} not null,
    state ${text} not null,
    hash ${text} not null,
    json ${text} not null,
    author ${text} not null,
    approver ${text},
    analysis ${text},
    last_event ${integer} not null,
    primary key (tenant, name, version)
) ${clustered};

-- How often a version on trial said what the one that decided said: a column for each pair, the deciding one's verdict first.
create table zentra_policy_trial (
    tenant ${integer} not null,
    name ${text} not null,
    version ${integer} not null,
    accepted_accepted ${integer} not null,
    accepted_review ${integer} not null,
    accepted_denied ${integer} not null,
    review_accepted ${integer} not null,
    review_review ${integer} not null,
    review_denied ${integer} not null,
    denied_accepted ${integer} not null,
    denied_review ${integer} not null,
    denied_denied ${integer} not null,
    primary key (tenant, name, version)
) ${clustered};
