-- A table that refuses some rows.
create table poison (
    tenant ${integer} not null,
    id ${integer} not null,
    primary key (tenant, id),
    check (id < 1000)
) ${clustered};
