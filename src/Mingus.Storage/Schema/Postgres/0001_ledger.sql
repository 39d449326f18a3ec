-- The ledger (architecture, "The data"). Conventions of both engines: ids are UUIDs; instants are Unix milliseconds
-- UTC; statement days are day numbers (0001-01-01 is 0); money is whole minor units with its currency; words are the
-- snake case of what the code calls a case; JSON is text. user_id leads every hot index.

CREATE TABLE users (
  user_id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  external_id TEXT NOT NULL,
  version BIGINT NOT NULL DEFAULT 0,
  last_sequence BIGINT NOT NULL DEFAULT 0,
  UNIQUE (tenant_id, external_id)
);

CREATE TABLE connections (
  row_number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id BIGINT NOT NULL,
  connection_id UUID NOT NULL,
  provider TEXT NOT NULL,
  item_id TEXT NOT NULL,
  institution_id TEXT NOT NULL,
  institution_name TEXT NOT NULL,
  status TEXT NOT NULL,
  problem TEXT,
  cursor TEXT,
  history TEXT NOT NULL,
  version BIGINT NOT NULL,
  consent_expires_at BIGINT,
  data_as_of BIGINT,
  data_as_of_checked_at BIGINT,
  next_due_at BIGINT,
  next_due_reason TEXT,
  failures_in_row INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  sealed_token BYTEA NOT NULL,
  lease_run_id UUID,
  lease_node TEXT,
  lease_node_key BIGINT,
  lease_until BIGINT,
  UNIQUE (user_id, connection_id)
);

CREATE UNIQUE INDEX connections_by_item ON connections (user_id, provider, item_id) WHERE status <> 'disconnected';
CREATE INDEX connections_due ON connections (next_due_at) WHERE next_due_at IS NOT NULL;

CREATE TABLE accounts (
  row_number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id BIGINT NOT NULL,
  account_id UUID NOT NULL,
  name TEXT NOT NULL,
  official_name TEXT,
  mask TEXT,
  kind TEXT NOT NULL,
  subtype TEXT,
  currency TEXT NOT NULL,
  currency_is_official BOOLEAN NOT NULL,
  is_named_by_person BOOLEAN NOT NULL,
  is_hidden BOOLEAN NOT NULL,
  UNIQUE (user_id, account_id)
);

CREATE TABLE feeds (
  row_number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id BIGINT NOT NULL,
  feed_id UUID NOT NULL,
  connection_id UUID NOT NULL,
  account_id UUID NOT NULL,
  provider_account_id TEXT NOT NULL,
  persistent_account_id TEXT,
  name TEXT NOT NULL,
  mask TEXT,
  since BIGINT NOT NULL,
  gone_since BIGINT,
  is_linked_by_person BOOLEAN NOT NULL,
  UNIQUE (user_id, feed_id),
  UNIQUE (user_id, connection_id, provider_account_id)
);

CREATE INDEX feeds_by_account ON feeds (user_id, account_id);

-- identity: the first 16 bytes of SHA-256 over feed id and provider transaction id; the only index in random order, so
-- kept narrow. status: 1 pending, 2 posted, 3 removed.
CREATE TABLE records (
  row_number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id BIGINT NOT NULL,
  identity BYTEA NOT NULL,
  feed_id UUID NOT NULL,
  account_id UUID NOT NULL,
  transaction_id UUID NOT NULL,
  provider_transaction_id TEXT NOT NULL,
  status SMALLINT NOT NULL,
  is_primary BOOLEAN NOT NULL,
  is_pending BOOLEAN NOT NULL,
  amount_minor BIGINT NOT NULL,
  currency TEXT NOT NULL,
  currency_is_official BOOLEAN NOT NULL,
  date INTEGER NOT NULL,
  authorized_date INTEGER,
  pending_transaction_id TEXT,
  description TEXT NOT NULL,
  original_description TEXT,
  merchant_name TEXT,
  details TEXT,
  fingerprint_version INTEGER NOT NULL,
  fingerprint BYTEA NOT NULL,
  first_seen_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  removed_at BIGINT
);

CREATE UNIQUE INDEX records_by_identity ON records (user_id, identity);
CREATE INDEX records_by_transaction ON records (user_id, transaction_id, first_seen_at);
CREATE INDEX records_listed ON records (user_id, account_id, date, transaction_id) WHERE is_primary;
CREATE INDEX records_pending ON records (user_id, account_id, date, transaction_id) WHERE status = 1;

CREATE TABLE annotations (
  user_id BIGINT NOT NULL,
  transaction_id UUID NOT NULL,
  category TEXT,
  note TEXT,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, transaction_id)
);

CREATE TABLE decisions (
  user_id BIGINT NOT NULL,
  decision_id UUID NOT NULL,
  kind TEXT NOT NULL,
  is_by_person BOOLEAN NOT NULL,
  rule TEXT NOT NULL,
  at BIGINT NOT NULL,
  transaction_id UUID,
  reasons TEXT NOT NULL,
  state_before TEXT NOT NULL,
  state_after TEXT NOT NULL,
  PRIMARY KEY (user_id, decision_id)
);

CREATE INDEX decisions_by_transaction ON decisions (user_id, transaction_id);

CREATE TABLE balance_snapshots (
  row_number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id BIGINT NOT NULL,
  account_id UUID NOT NULL,
  feed_id UUID NOT NULL,
  current_minor BIGINT NOT NULL,
  available_minor BIGINT,
  limit_minor BIGINT,
  currency TEXT NOT NULL,
  currency_is_official BOOLEAN NOT NULL,
  as_of BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  source TEXT NOT NULL,
  came_with_update BOOLEAN NOT NULL
);

CREATE INDEX balance_snapshots_by_account ON balance_snapshots (user_id, account_id, as_of, row_number);
CREATE INDEX balance_snapshots_by_feed ON balance_snapshots (user_id, feed_id, as_of, row_number);
CREATE INDEX balance_snapshots_of_updates ON balance_snapshots (user_id, feed_id, as_of, row_number)
  WHERE came_with_update;

CREATE TABLE runs (
  user_id BIGINT NOT NULL,
  run_id UUID NOT NULL,
  connection_id UUID NOT NULL,
  account_id UUID,
  sync_type TEXT NOT NULL,
  work INTEGER NOT NULL,
  is_forced BOOLEAN NOT NULL,
  cause TEXT NOT NULL,
  status TEXT NOT NULL,
  progress TEXT,
  issues_found INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  started_at BIGINT,
  ended_at BIGINT,
  reason TEXT,
  resumes UUID,
  details TEXT NOT NULL,
  node TEXT NOT NULL,
  node_key BIGINT NOT NULL,
  PRIMARY KEY (user_id, run_id)
);

CREATE INDEX runs_by_connection ON runs (user_id, connection_id, run_id);
CREATE INDEX runs_active ON runs (user_id, connection_id) WHERE status IN ('queued', 'running');

CREATE TABLE findings (
  user_id BIGINT NOT NULL,
  finding_id UUID NOT NULL,
  account_id UUID,
  connection_id UUID,
  check_name TEXT NOT NULL,
  severity TEXT NOT NULL,
  text TEXT NOT NULL,
  evidence TEXT NOT NULL,
  action TEXT NOT NULL,
  state TEXT NOT NULL,
  found_at BIGINT NOT NULL,
  run_id UUID NOT NULL,
  PRIMARY KEY (user_id, finding_id)
);

CREATE INDEX findings_listed ON findings (user_id, found_at, finding_id);
CREATE INDEX findings_open ON findings (user_id, account_id) WHERE state = 'open';
CREATE INDEX findings_open_by_connection ON findings (user_id, connection_id, finding_id) WHERE state = 'open';

CREATE TABLE quarantine (
  user_id BIGINT NOT NULL,
  quarantine_id UUID NOT NULL,
  connection_id UUID NOT NULL,
  account_id UUID,
  kind TEXT NOT NULL,
  provider_account_id TEXT,
  provider_transaction_id TEXT,
  field TEXT NOT NULL,
  reason TEXT NOT NULL,
  payload TEXT NOT NULL,
  at BIGINT NOT NULL,
  run_id UUID NOT NULL,
  PRIMARY KEY (user_id, quarantine_id)
);

CREATE INDEX quarantine_by_name ON quarantine (user_id, connection_id, provider_transaction_id);

-- What is known of each part of work on a connection, and when it is due next.
CREATE TABLE schedules (
  user_id BIGINT NOT NULL,
  connection_id UUID NOT NULL,
  work TEXT NOT NULL,
  last_attempt_at BIGINT NOT NULL,
  last_success_at BIGINT,
  last_outcome TEXT NOT NULL,
  next_due_at BIGINT,
  next_due_reason TEXT,
  PRIMARY KEY (user_id, connection_id, work)
);

CREATE TABLE events (
  user_id BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  type TEXT NOT NULL,
  account_id UUID,
  at BIGINT NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (user_id, sequence)
);

CREATE TABLE idempotency_keys (
  user_id BIGINT NOT NULL,
  key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  claimed_at BIGINT NOT NULL,
  node TEXT NOT NULL,
  node_key BIGINT NOT NULL,
  status SMALLINT,
  content_type TEXT,
  location TEXT,
  body TEXT,
  PRIMARY KEY (user_id, key)
);

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (claimed_at);

-- Lets a guard of a script fail the whole script inside its one network flush; the message names the refusal.
CREATE FUNCTION require_rows(has_rows BOOLEAN, refusal TEXT) RETURNS BOOLEAN LANGUAGE plpgsql VOLATILE AS '
BEGIN
  IF NOT has_rows THEN
    RAISE EXCEPTION USING ERRCODE = ''MG001'', MESSAGE = refusal;
  END IF;
  RETURN TRUE;
END';
