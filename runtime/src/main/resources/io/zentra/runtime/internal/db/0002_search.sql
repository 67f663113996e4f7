-- What transfers, payments and card authorizations can be found by: the sequence of the event that made one, under a number
-- made of its source, its destination and each word of its metadata. Filled behind the writer; different things may have
-- the same number, so what is found here is looked at again.
create table zentra_request_term (
    tenant ${integer} not null,
    term ${integer} not null,
    seq ${integer} not null,
    primary key (tenant, term, seq)
) ${clustered};

-- Up to which event those terms are filled, in one row of the number 0.
create table zentra_request_position (
    tenant ${integer} not null,
    no ${integer} not null,
    seq ${integer} not null,
    primary key (tenant, no)
) ${clustered};
