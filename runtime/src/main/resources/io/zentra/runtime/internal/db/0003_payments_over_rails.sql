-- Payments over rails: what is on its way there and back, and the transfers that carry it.
alter table zentra_payment add column over_rails ${integer} default 0 not null;
alter table zentra_payment add column sent_minor ${integer} default 0 not null;
alter table zentra_payment add column returning_minor ${integer} default 0 not null;
alter table zentra_payment add column transfers ${text};
alter table zentra_payment add column sent ${text};

-- The step of a payment that a transfer carries: of which payment, where its request is kept, and over which rail alone.
alter table zentra_transfer add column payment ${text};
alter table zentra_transfer add column payment_step ${text};
alter table zentra_transfer add column payment_request ${integer};
alter table zentra_transfer add column only_rail ${text};

-- Terms have come that what was filled before lacks: they are filled again.
delete from zentra_request_term;
delete from zentra_request_position;
