-- Verified webhooks, each body once and counted, without its payload. They belong to nobody until their item is known.
CREATE TABLE webhooks (
  provider TEXT NOT NULL,
  body_hash BLOB NOT NULL,
  item_id TEXT NOT NULL,
  webhook_type TEXT NOT NULL,
  webhook_code TEXT NOT NULL,
  meaning TEXT NOT NULL,
  times INTEGER NOT NULL,
  first_received_at INTEGER NOT NULL,
  last_received_at INTEGER NOT NULL,
  PRIMARY KEY (provider, body_hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX webhooks_by_item ON webhooks (provider, item_id);
CREATE INDEX webhooks_by_time ON webhooks (last_received_at);

-- webhooks and webhooks_served: how many came that a run must follow, and how many a run has followed.
ALTER TABLE connections ADD COLUMN webhooks INTEGER NOT NULL DEFAULT 0;
ALTER TABLE connections ADD COLUMN webhooks_served INTEGER NOT NULL DEFAULT 0;
ALTER TABLE connections ADD COLUMN quiet_until INTEGER;
ALTER TABLE connections ADD COLUMN notice TEXT;

CREATE INDEX connections_of_item ON connections (provider, item_id) WHERE status <> 'disconnected';
