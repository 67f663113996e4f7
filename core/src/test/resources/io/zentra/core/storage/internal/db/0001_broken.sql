-- For a test: the first statement is sound, the second is not.
create table half_made (
    tenant ${integer} not null primary key
);

create table half_made (
    tenant ${integer} not null primary key
);
