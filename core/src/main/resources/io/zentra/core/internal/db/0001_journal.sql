-- The registry of tenants: rows of the registry's own number, 0. A tenant's number is the sequence of the event that
-- created it in the registry's journal.
create table zentra_tenant (
    tenant ${integer} not null,
    id ${text} not null,
    no ${integer} not null,
    time_zone ${text} not null,
    default_asset ${text} not null,
    max_entries_per_posting ${integer} not null,
    max_queued_commands ${integer} not null,
    primary key (tenant, id)
) ${clustered};

create unique index zentra_tenant_by_no on zentra_tenant (tenant, no);

-- The head of each tenant's journal: the lock of every write, and what the next event's hash goes on from.
create table zentra_journal_head (
    tenant ${integer} not null primary key,
    seq ${integer} not null,
    hash ${bytes} not null,
    at ${integer} not null
) ${updated};

insert into zentra_journal_head (tenant, seq, hash, at) values (0, 0, ${zero_hash}, 0);

-- The journal: the event's canonical bytes and the chain's value after it, long rows that are only ever appended. Of an
-- event that lies in an archive, in place of its bytes: the archive's name, the event's time, sequence and type.
create table zentra_journal (
    tenant ${integer} not null,
    seq ${integer} not null,
    event ${bytes} not null,
    hash ${bytes} not null,
    primary key (tenant, seq)
) ${appended};

-- Which events belong to a transfer or intent.
create table zentra_timeline (
    tenant ${integer} not null,
    correlation ${text} not null,
    seq ${integer} not null,
    primary key (tenant, correlation, seq)
) ${clustered};

-- The last event of each transfer or intent: the next one of it names this one, so that none between can be left out.
create table zentra_correlation (
    tenant ${integer} not null,
    correlation ${text} not null,
    last_seq ${integer} not null,
    primary key (tenant, correlation)
) ${clustered};

-- The first event of each key of each operation, and how often the key came again.
create table zentra_idempotency (
    tenant ${integer} not null,
    operation ${integer} not null,
    idempotency_key ${text} not null,
    seq ${integer} not null,
    replays ${integer} not null,
    primary key (tenant, operation, idempotency_key)
) ${clustered};

-- The events that record that a key came again, by the key's first event: whoever explains that one finds them.
create table zentra_replay (
    tenant ${integer} not null,
    first_seq ${integer} not null,
    seq ${integer} not null,
    primary key (tenant, first_seq, seq)
) ${clustered};

-- How far each named reader of a journal has come.
create table zentra_cursor (
    tenant ${integer} not null,
    name ${text} not null,
    seq ${integer} not null,
    primary key (tenant, name)
) ${clustered};

-- Full tiles of the Merkle log: 256 hashes of a level, side by side.
create table zentra_merkle_tile (
    tenant ${integer} not null,
    level ${integer} not null,
    tile ${integer} not null,
    hashes ${bytes} not null,
    primary key (tenant, level, tile)
) ${clustered};

-- Signed checkpoints, as they were handed out: one of each size and key.
create table zentra_checkpoint (
    tenant ${integer} not null,
    size ${integer} not null,
    key_id ${text} not null,
    note ${text} not null,
    primary key (tenant, size, key_id)
) ${clustered};

-- Which events lie in which archive, by the event that tells of it: one range behind the other from the first event.
create table zentra_archive (
    tenant ${integer} not null,
    first_seq ${integer} not null,
    last_seq ${integer} not null,
    name ${text} not null,
    sha256 ${text} not null,
    event_seq ${integer} not null,
    primary key (tenant, first_seq)
) ${clustered};

-- Work that falls due. A lease moves due_at to its end and counts the fencing token up.
create table zentra_due_work (
    tenant ${integer} not null,
    kind ${text} not null,
    subject ${text} not null,
    due_at ${integer} not null,
    token ${integer} not null,
    tries ${integer} not null,
    primary key (tenant, kind, subject)
) ${clustered};

create index zentra_due_work_by_time on zentra_due_work (due_at);
create index zentra_due_work_by_kind on zentra_due_work (tenant, kind, due_at);
