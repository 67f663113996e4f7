-- What postings can be found by: the event of a posting under a number made of each thing that it has, such as the paths of
-- its accounts, its amounts and its metadata. Filled behind the writer; different things may have the same number, so what
-- is found here is looked at again.
create table zentra_search_term (
    tenant ${integer} not null,
    term ${integer} not null,
    seq ${integer} not null,
    primary key (tenant, term, seq)
) ${clustered};

-- Up to which event the terms are filled, in one row of the number 0.
create table zentra_search_position (
    tenant ${integer} not null,
    no ${integer} not null,
    seq ${integer} not null,
    primary key (tenant, no)
) ${clustered};
