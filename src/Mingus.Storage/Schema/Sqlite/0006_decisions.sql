-- What people said of pairs of records: one transaction, or two. No sync overturns it.
CREATE TABLE person_pairs (
  user_id INTEGER NOT NULL,
  one_feed_id BLOB NOT NULL,
  one_provider_id TEXT NOT NULL,
  other_feed_id BLOB NOT NULL,
  other_provider_id TEXT NOT NULL,
  word TEXT NOT NULL,
  PRIMARY KEY (user_id, one_feed_id, one_provider_id, other_feed_id, other_provider_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX decisions_by_time ON decisions (user_id, at, decision_id);
