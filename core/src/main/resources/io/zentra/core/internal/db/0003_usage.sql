-- Meters: what counts in the window of each, one row a meter whatever its window. Usages from head on count, up to tail.
create table zentra_meter (
    tenant ${integer} not null,
    meter ${text} not null,
    meter_no ${integer} not null,
    begins_at ${integer},
    head ${integer} not null,
    tail ${integer} not null,
    head_at ${integer} not null,
    tail_at ${integer} not null,
    sum_minor ${integer} not null,
    uses ${integer} not null,
    different ${integer} not null,
    primary key (tenant, meter)
) ${clustered};

-- The meters that were changed last, in the order of their commits: no = the sequence of the commit's last event * 1048576
-- + place, and each names the row before it. The last row of a meter counts; when the log has grown, the last rows go into zentra_meter and it begins anew.
create table zentra_meter_log (
    tenant ${integer} not null,
    no ${integer} not null,
    previous_no ${integer} not null,
    meter ${text} not null,
    meter_no ${integer} not null,
    begins_at ${integer},
    head ${integer} not null,
    tail ${integer} not null,
    head_at ${integer} not null,
    tail_at ${integer} not null,
    sum_minor ${integer} not null,
    uses ${integer} not null,
    different ${integer} not null,
    primary key (tenant, no)
) ${clustered};

-- Where logs were put into their tables: the last event by then, and the chain's value after it.
create table zentra_settled (
    tenant ${integer} not null,
    log ${text} not null,
    seq ${integer} not null,
    hash ${text} not null,
    primary key (tenant, log)
) ${clustered};

-- Usages of rolling windows, those of one time and meter in one row, and of values; those of one value are linked in both
-- directions.
create table zentra_usage (
    tenant ${integer} not null,
    meter ${integer} not null,
    no ${integer} not null,
    at ${integer} not null,
    amount_minor ${integer} not null,
    uses ${integer} not null,
    of_value ${text},
    before_no ${integer},
    after_no ${integer},
    primary key (tenant, meter, no)
) ${clustered};

-- The last usage of each value: it counts in the window when that one does.
create table zentra_usage_value (
    tenant ${integer} not null,
    meter ${text} not null,
    of_value ${text} not null,
    last_no ${integer} not null,
    primary key (tenant, meter, of_value)
) ${clustered};

-- How much of a decision was given back; made when the first of it is.
create table zentra_reservation (
    tenant ${integer} not null,
    decision ${integer} not null,
    undone_minor ${integer} not null,
    primary key (tenant, decision)
) ${clustered};
