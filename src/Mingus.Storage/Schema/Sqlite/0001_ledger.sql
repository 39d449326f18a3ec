-- The ledger (architecture, "The data"). Conventions of both engines: ids are UUIDs, here BLOBs of 16 bytes in
-- big-endian order; instants are Unix milliseconds UTC; statement days are day numbers (0001-01-01 is 0); money is
-- whole minor units with its currency; words are the snake case of what the code calls a case; JSON is text. user_id
-- leads every hot index.

CREATE TABLE users (
  user_id INTEGER PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  external_id TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 0,
  last_sequence INTEGER NOT NULL DEFAULT 0,
  UNIQUE (tenant_id, external_id)
) STRICT;

CREATE TABLE connections (
  row_number INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL,
  connection_id BLOB NOT NULL,
  provider TEXT NOT NULL,
  item_id TEXT NOT NULL,
  institution_id TEXT NOT NULL,
  institution_name TEXT NOT NULL,
  status TEXT NOT NULL,
  problem TEXT,
  cursor TEXT,
  history TEXT NOT NULL,
  version INTEGER NOT NULL,
  consent_expires_at INTEGER,
  data_as_of INTEGER,
  data_as_of_checked_at INTEGER,
  next_due_at INTEGER,
  next_due_reason TEXT,
  failures_in_row INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  sealed_token BLOB NOT NULL,
  lease_run_id BLOB,
  lease_node TEXT,
  lease_node_key INTEGER,
  lease_until INTEGER,
  UNIQUE (user_id, connection_id)
) STRICT;

CREATE UNIQUE INDEX connections_by_item ON connections (user_id, provider, item_id) WHERE status <> 'disconnected';
CREATE INDEX connections_due ON connections (next_due_at) WHERE next_due_at IS NOT NULL;

CREATE TABLE accounts (
  row_number INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL,
  account_id BLOB NOT NULL,
  name TEXT NOT NULL,
  official_name TEXT,
  mask TEXT,
  kind TEXT NOT NULL,
  subtype TEXT,
  currency TEXT NOT NULL,
  currency_is_official INTEGER NOT NULL,
  is_named_by_person INTEGER NOT NULL,
  is_hidden INTEGER NOT NULL,
  UNIQUE (user_id, account_id)
) STRICT;

CREATE TABLE feeds (
  row_number INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL,
  feed_id BLOB NOT NULL,
  connection_id BLOB NOT NULL,
  account_id BLOB NOT NULL,
  provider_account_id TEXT NOT NULL,
  persistent_account_id TEXT,
  name TEXT NOT NULL,
  mask TEXT,
  since INTEGER NOT NULL,
  gone_since INTEGER,
  is_linked_by_person INTEGER NOT NULL,
  UNIQUE (user_id, feed_id),
  UNIQUE (user_id, connection_id, provider_account_id)
) STRICT;

CREATE INDEX feeds_by_account ON feeds (user_id, account_id);

-- identity: the first 16 bytes of SHA-256 over feed id and provider transaction id; the only index in random order, so
-- kept narrow. status: 1 pending, 2 posted, 3 removed.
CREATE TABLE records (
  row_number INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL,
  identity BLOB NOT NULL,
  feed_id BLOB NOT NULL,
  account_id BLOB NOT NULL,
  transaction_id BLOB NOT NULL,
  provider_transaction_id TEXT NOT NULL,
  status INTEGER NOT NULL,
  is_primary INTEGER NOT NULL,
  is_pending INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL,
  currency TEXT NOT NULL,
  currency_is_official INTEGER NOT NULL,
  date INTEGER NOT NULL,
  authorized_date INTEGER,
  pending_transaction_id TEXT,
  description TEXT NOT NULL,
  original_description TEXT,
  merchant_name TEXT,
  details TEXT,
  fingerprint_version INTEGER NOT NULL,
  fingerprint BLOB NOT NULL,
  first_seen_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  removed_at INTEGER
) STRICT;

CREATE UNIQUE INDEX records_by_identity ON records (user_id, identity);
CREATE INDEX records_by_transaction ON records (user_id, transaction_id, first_seen_at);
CREATE INDEX records_listed ON records (user_id, account_id, date, transaction_id) WHERE is_primary;
CREATE INDEX records_pending ON records (user_id, account_id, date, transaction_id) WHERE status = 1;

CREATE TABLE annotations (
  user_id INTEGER NOT NULL,
  transaction_id BLOB NOT NULL,
  category TEXT,
  note TEXT,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, transaction_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE decisions (
  user_id INTEGER NOT NULL,
  decision_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  is_by_person INTEGER NOT NULL,
  rule TEXT NOT NULL,
  at INTEGER NOT NULL,
  transaction_id BLOB,
  reasons TEXT NOT NULL,
  state_before TEXT NOT NULL,
  state_after TEXT NOT NULL,
  PRIMARY KEY (user_id, decision_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX decisions_by_transaction ON decisions (user_id, transaction_id);

CREATE TABLE balance_snapshots (
  row_number INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL,
  account_id BLOB NOT NULL,
  feed_id BLOB NOT NULL,
  current_minor INTEGER NOT NULL,
  available_minor INTEGER,
  limit_minor INTEGER,
  currency TEXT NOT NULL,
  currency_is_official INTEGER NOT NULL,
  as_of INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  source TEXT NOT NULL,
  came_with_update INTEGER NOT NULL
) STRICT;

CREATE INDEX balance_snapshots_by_account ON balance_snapshots (user_id, account_id, as_of, row_number);
CREATE INDEX balance_snapshots_by_feed ON balance_snapshots (user_id, feed_id, as_of, row_number);
CREATE INDEX balance_snapshots_of_updates ON balance_snapshots (user_id, feed_id, as_of, row_number)
  WHERE came_with_update;

CREATE TABLE runs (
  user_id INTEGER NOT NULL,
  run_id BLOB NOT NULL,
  connection_id BLOB NOT NULL,
  account_id BLOB,
  sync_type TEXT NOT NULL,
  work INTEGER NOT NULL,
  is_forced INTEGER NOT NULL,
  cause TEXT NOT NULL,
  status TEXT NOT NULL,
  progress TEXT,
  issues_found INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  ended_at INTEGER,
  reason TEXT,
  resumes BLOB,
  details TEXT NOT NULL,
  node TEXT NOT NULL,
  node_key INTEGER NOT NULL,
  PRIMARY KEY (user_id, run_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX runs_by_connection ON runs (user_id, connection_id, run_id);
CREATE INDEX runs_active ON runs (user_id, connection_id) WHERE status IN ('queued', 'running');

CREATE TABLE findings (
  user_id INTEGER NOT NULL,
  finding_id BLOB NOT NULL,
  account_id BLOB,
  connection_id BLOB,
  check_name TEXT NOT NULL,
  severity TEXT NOT NULL,
  text TEXT NOT NULL,
  evidence TEXT NOT NULL,
  action TEXT NOT NULL,
  state TEXT NOT NULL,
  found_at INTEGER NOT NULL,
  run_id BLOB NOT NULL,
  PRIMARY KEY (user_id, finding_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX findings_listed ON findings (user_id, found_at, finding_id);
CREATE INDEX findings_open ON findings (user_id, account_id) WHERE state = 'open';
CREATE INDEX findings_open_by_connection ON findings (user_id, connection_id, finding_id) WHERE state = 'open';

CREATE TABLE quarantine (
  user_id INTEGER NOT NULL,
  quarantine_id BLOB NOT NULL,
  connection_id BLOB NOT NULL,
  account_id BLOB,
  kind TEXT NOT NULL,
  provider_account_id TEXT,
  provider_transaction_id TEXT,
  field TEXT NOT NULL,
  reason TEXT NOT NULL,
  payload TEXT NOT NULL,
  at INTEGER NOT NULL,
  run_id BLOB NOT NULL,
  PRIMARY KEY (user_id, quarantine_id)
) STRICT;

CREATE INDEX quarantine_by_name ON quarantine (user_id, connection_id, provider_transaction_id);

-- What is known of each part of work on a connection, and when it is due next.
CREATE TABLE schedules (
  user_id INTEGER NOT NULL,
  connection_id BLOB NOT NULL,
  work TEXT NOT NULL,
  last_attempt_at INTEGER NOT NULL,
  last_success_at INTEGER,
  last_outcome TEXT NOT NULL,
  next_due_at INTEGER,
  next_due_reason TEXT,
  PRIMARY KEY (user_id, connection_id, work)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
  user_id INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  type TEXT NOT NULL,
  account_id BLOB,
  at INTEGER NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (user_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency_keys (
  user_id INTEGER NOT NULL,
  key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  claimed_at INTEGER NOT NULL,
  node TEXT NOT NULL,
  node_key INTEGER NOT NULL,
  status INTEGER,
  content_type TEXT,
  location TEXT,
  body TEXT,
  PRIMARY KEY (user_id, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (claimed_at);
