-- What a connection's checks have taught, as the schedule writes it, in the commit of the run that taught it.
CREATE TABLE rhythms (
  user_id INTEGER NOT NULL,
  connection_id BLOB NOT NULL,
  taught_at INTEGER NOT NULL,
  rhythm BLOB NOT NULL,
  PRIMARY KEY (user_id, connection_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX rhythms_by_time ON rhythms (taught_at);

-- One row: what a call must save, after a day.
CREATE TABLE call_budget (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  day INTEGER NOT NULL,
  call_hours REAL NOT NULL,
  debt REAL NOT NULL,
  days INTEGER NOT NULL
) STRICT;

-- Settings of a user, and of accounts beside it. A user's own have the empty id.
CREATE TABLE settings (
  user_id INTEGER NOT NULL,
  account_id BLOB NOT NULL,
  settings TEXT NOT NULL,
  PRIMARY KEY (user_id, account_id)
) STRICT, WITHOUT ROWID;
