-- The trail of who did and saw what, ids only. Rows are added and never changed: the service's role has no right to,
-- see session-grant-tables.sql. of_user: whose data it was about; null for what concerns the tenant.
CREATE TABLE audit (
  audit_number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at BIGINT NOT NULL,
  tenant_id TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  of_user BIGINT,
  target TEXT
);

CREATE INDEX audit_by_tenant ON audit (tenant_id, audit_number);
CREATE INDEX audit_by_time ON audit (at);

-- What is old enough may go, and nothing younger than ninety days, whoever asks.
CREATE FUNCTION prune_audit(before_ms BIGINT) RETURNS SETOF BIGINT
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT AS '
  DELETE FROM audit
  WHERE at < LEAST(before_ms, (extract(EPOCH FROM clock_timestamp()) * 1000)::BIGINT - 90 * 86400000::BIGINT)
  RETURNING audit_number
';

-- That somebody was erased, by a keyed hash of their name: who asks with the key and the name is answered, nobody else.
CREATE TABLE erased_users (
  tombstone BYTEA NOT NULL PRIMARY KEY,
  key_id TEXT NOT NULL,
  erased_at BIGINT NOT NULL
);

-- A user's rows go with the user, in whichever table.
CREATE FUNCTION erase_user() RETURNS TRIGGER LANGUAGE plpgsql AS '
BEGIN
  DELETE FROM webhooks
  WHERE (provider, item_id) IN (SELECT c.provider, c.item_id FROM connections AS c WHERE c.user_id = OLD.user_id);
  DELETE FROM account_links WHERE user_id = OLD.user_id;
  DELETE FROM accounts WHERE user_id = OLD.user_id;
  DELETE FROM annotations WHERE user_id = OLD.user_id;
  DELETE FROM balance_snapshots WHERE user_id = OLD.user_id;
  DELETE FROM coverage WHERE user_id = OLD.user_id;
  DELETE FROM decisions WHERE user_id = OLD.user_id;
  DELETE FROM events WHERE user_id = OLD.user_id;
  DELETE FROM feeds WHERE user_id = OLD.user_id;
  DELETE FROM findings WHERE user_id = OLD.user_id;
  DELETE FROM idempotency_keys WHERE user_id = OLD.user_id;
  DELETE FROM match_states WHERE user_id = OLD.user_id;
  DELETE FROM notifications WHERE user_id = OLD.user_id;
  DELETE FROM person_pairs WHERE user_id = OLD.user_id;
  DELETE FROM quarantine WHERE user_id = OLD.user_id;
  DELETE FROM records WHERE user_id = OLD.user_id;
  DELETE FROM redirects WHERE user_id = OLD.user_id;
  DELETE FROM rhythms WHERE user_id = OLD.user_id;
  DELETE FROM runs WHERE user_id = OLD.user_id;
  DELETE FROM schedules WHERE user_id = OLD.user_id;
  DELETE FROM settings WHERE user_id = OLD.user_id;
  DELETE FROM suggestions WHERE user_id = OLD.user_id;
  DELETE FROM validations WHERE user_id = OLD.user_id;
  DELETE FROM webhook_deliveries WHERE user_id = OLD.user_id;
  DELETE FROM connections WHERE user_id = OLD.user_id;
  RETURN OLD;
END';

CREATE TRIGGER erase_user BEFORE DELETE ON users FOR EACH ROW EXECUTE FUNCTION erase_user();
