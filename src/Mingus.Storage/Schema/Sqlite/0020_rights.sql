-- The trail of who did and saw what, ids only. Rows are added and never changed. of_user: whose data it was about; null
-- for what concerns the tenant.
CREATE TABLE audit (
  audit_number INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  tenant_id TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  of_user INTEGER,
  target TEXT
) STRICT;

CREATE INDEX audit_by_tenant ON audit (tenant_id, audit_number);
CREATE INDEX audit_by_time ON audit (at);

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN
  SELECT RAISE(ABORT, 'The audit trail is never changed.');
END;

-- What is old enough may go, and nothing younger than ninety days, whoever asks.
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
WHEN OLD.at > (unixepoch() - 90 * 86400) * 1000
BEGIN
  SELECT RAISE(ABORT, 'The audit trail is kept for ninety days at least.');
END;

-- That somebody was erased, by a keyed hash of their name: who asks with the key and the name is answered, nobody else.
CREATE TABLE erased_users (
  tombstone BLOB NOT NULL PRIMARY KEY,
  key_id TEXT NOT NULL,
  erased_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The number of a user who is gone is never given to another one.
CREATE TABLE user_numbers (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  last INTEGER NOT NULL
) STRICT;

INSERT INTO user_numbers (one, last) VALUES (1, 0);

-- A user's rows go with the user, in whichever table.
CREATE TRIGGER erase_user BEFORE DELETE ON users
BEGIN
  UPDATE user_numbers SET last = max(last, OLD.user_id);
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
END;
