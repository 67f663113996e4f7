-- For tests: one table whose rows lanes keep in memory, and one whose rows they do not.
create table zentra_probe (
    tenant ${integer} not null,
    name ${text} not null,
    amount ${integer} not null,
    target ${text},
    primary key (tenant, name)
) ${clustered};

create table zentra_fresh (
    tenant ${integer} not null,
    name ${text} not null,
    amount ${integer} not null,
    target ${text},
    primary key (tenant, name)
) ${clustered};
