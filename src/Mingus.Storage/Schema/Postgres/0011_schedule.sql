-- What a connection's checks have taught, as the schedule writes it, in the commit of the run that taught it.
CREATE TABLE rhythms (
  user_id BIGINT NOT NULL,
  connection_id UUID NOT NULL,
  taught_at BIGINT NOT NULL,
  rhythm BYTEA NOT NULL,
  PRIMARY KEY (user_id, connection_id)
);

CREATE INDEX rhythms_by_time ON rhythms (taught_at);

-- One row: what a call must save, after a day.
CREATE TABLE call_budget (
  one BIGINT PRIMARY KEY CHECK (one = 1),
  day BIGINT NOT NULL,
  call_hours DOUBLE PRECISION NOT NULL,
  debt DOUBLE PRECISION NOT NULL,
  days BIGINT NOT NULL
);

-- Settings of a user, and of accounts beside it. A user's own have the empty id.
CREATE TABLE settings (
  user_id BIGINT NOT NULL,
  account_id UUID NOT NULL,
  settings TEXT NOT NULL,
  PRIMARY KEY (user_id, account_id)
);
