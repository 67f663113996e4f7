-- Review lanes: the events that set each first and last, and whose turn on the rota it is, from 0. What a lane says is in
-- those events.
create table zentra_review_lane (
    tenant ${integer} not null,
    name ${text} not null,
    first_event ${integer} not null,
    last_event ${integer} not null,
    turn ${integer} not null,
    primary key (tenant, name)
) ${clustered};

-- Review cases: what they are found by, and the last event that changed them, which tells the case as it is. A case's
-- number is the sequence of the event that opened it.
create table zentra_review_case (
    tenant ${integer} not null,
    no ${integer} not null,
    lane ${text} not null,
    subject ${text} not null,
    status ${text} not null,
    owner ${text},
    last_event ${integer} not null,
    primary key (tenant, no)
) ${clustered};

create index zentra_review_case_by_status on zentra_review_case (tenant, status, no);
create index zentra_review_case_by_lane on zentra_review_case (tenant, lane, status, no);
create index zentra_review_case_by_owner on zentra_review_case (tenant, owner, status, no);
create index zentra_review_case_by_subject on zentra_review_case (tenant, subject, no);

-- The texts of notes, by case and event. The event keeps a digest of salt and
-- text only, so that both can be erased.
create table zentra_review_note (
    tenant ${integer} not null,
    review ${integer} not null,
    seq ${integer} not null,
    salt ${text},
    note ${text},
    primary key (tenant, review, seq)
) ${clustered};
