-- Reports of validations, kept as they were.
CREATE TABLE validations (
  user_id INTEGER NOT NULL,
  validation_id BLOB NOT NULL,
  account_id BLOB NOT NULL,
  started_at INTEGER NOT NULL,
  report TEXT NOT NULL,
  PRIMARY KEY (user_id, validation_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX validations_by_account ON validations (user_id, account_id, started_at, validation_id);
