-- Row-level security: the service's role sees and writes the rows of one user at a time, the one its transaction names
-- first by set_config('mingus.user_id', ..., true). The tables' owner, who migrates, is not narrowed. Of
-- webhook_endpoints and webhook_deliveries the service works across users by nature: they belong to a tenant and hold
-- nothing of people.

ALTER TABLE account_links ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_user ON account_links
  USING (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT)
  WITH CHECK (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT);

ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_user ON accounts
  USING (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT)
  WITH CHECK (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT);

ALTER TABLE annotations ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_user ON annotations
  USING (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT)
  WITH CHECK (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT);

ALTER TABLE balance_snapshots ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_user ON balance_snapshots
  USING (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT)
  WITH CHECK (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT);

ALTER TABLE connections ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_user ON connections
  USING (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT)
  WITH CHECK (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT);

ALTER TABLE coverage ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_user ON coverage
  USING (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT)
  WITH CHECK (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT);

ALTER TABLE decisions ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_user ON decisions
  USING (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT)
  WITH CHECK (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT);

ALTER TABLE events ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_user ON events
  USING (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT)
  WITH CHECK (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT);

ALTER TABLE feeds ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_user ON feeds
  USING (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT)
  WITH CHECK (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT);

ALTER TABLE findings ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_user ON findings
  USING (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT)
  WITH CHECK (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT);

ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_user ON idempotency_keys
  USING (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT)
  WITH CHECK (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT);

ALTER TABLE match_states ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_user ON match_states
  USING (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT)
  WITH CHECK (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT);

ALTER TABLE notifications ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_user ON notifications
  USING (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT)
  WITH CHECK (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT);

ALTER TABLE person_pairs ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_user ON person_pairs
  USING (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT)
  WITH CHECK (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT);

ALTER TABLE quarantine ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_user ON quarantine
  USING (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT)
  WITH CHECK (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT);

ALTER TABLE records ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_user ON records
  USING (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT)
  WITH CHECK (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT);

ALTER TABLE redirects ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_user ON redirects
  USING (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT)
  WITH CHECK (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT);

ALTER TABLE rhythms ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_user ON rhythms
  USING (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT)
  WITH CHECK (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT);

ALTER TABLE runs ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_user ON runs
  USING (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT)
  WITH CHECK (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT);

ALTER TABLE schedules ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_user ON schedules
  USING (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT)
  WITH CHECK (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT);

ALTER TABLE settings ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_user ON settings
  USING (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT)
  WITH CHECK (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT);

ALTER TABLE suggestions ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_user ON suggestions
  USING (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT)
  WITH CHECK (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT);

ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_user ON users
  USING (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT)
  WITH CHECK (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT);

ALTER TABLE validations ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_user ON validations
  USING (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT)
  WITH CHECK (user_id = NULLIF(current_setting('mingus.user_id', TRUE), '')::BIGINT);

-- What works across users (schedule, recovery, webhooks, pruning) goes through these: views of the owner, who sees
-- every row, with the columns such work needs. Named in statements as {all}table.
CREATE VIEW all_users AS
SELECT user_id, tenant_id, external_id, last_sequence
FROM users;

CREATE VIEW all_connections AS
SELECT
  user_id, connection_id, provider, item_id, institution_id, institution_name, status, problem, cursor,
  history, version, consent_expires_at, data_as_of, data_as_of_checked_at, next_due_at,
  next_due_reason, failures_in_row, created_at, webhooks, webhooks_served, quiet_until, notice,
  lease_run_id, lease_node, lease_until
FROM connections
WHERE status <> 'disconnected';

CREATE VIEW all_runs AS
SELECT
  run_id, user_id, connection_id, account_id, sync_type, work, is_forced, cause, status, progress,
  issues_found, created_at, started_at, ended_at, reason, resumes, details, node, node_key
FROM runs
WHERE status IN ('queued', 'running');

CREATE VIEW all_rhythms AS
SELECT user_id, connection_id, taught_at, rhythm
FROM rhythms;

CREATE VIEW all_events AS
SELECT user_id, sequence, type, at, data
FROM events;

CREATE VIEW all_idempotency_keys AS
SELECT claimed_at
FROM idempotency_keys;

-- When a node's session asked something last: the service's role may not see that of sessions that another login
-- opened.
CREATE FUNCTION node_seen_at(node_pid INTEGER) RETURNS TIMESTAMPTZ
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS '
  SELECT state_change
  FROM pg_stat_activity
  WHERE pid = node_pid AND application_name LIKE ''mingus %''
';
