-- How much each tenant may call, by its number: rows of the registry, as its tenants are. Without a row, or where there is
-- no number, there is no limit.
create table zentra_rate_limit (
    tenant ${integer} not null,
    no ${integer} not null,
    read_calls ${integer},
    read_seconds ${integer},
    write_calls ${integer},
    write_seconds ${integer},
    primary key (tenant, no)
) ${clustered};
