-- Reports of validations, kept as they were.
CREATE TABLE validations (
  user_id BIGINT NOT NULL,
  validation_id UUID NOT NULL,
  account_id UUID NOT NULL,
  started_at BIGINT NOT NULL,
  report TEXT NOT NULL,
  PRIMARY KEY (user_id, validation_id)
);

CREATE INDEX validations_by_account ON validations (user_id, account_id, started_at, validation_id);
