-- Outgoing webhooks. event_types: space before, between and after each; null for all.
CREATE TABLE webhook_endpoints (
  endpoint_id BLOB NOT NULL PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  user_id INTEGER NOT NULL,
  url TEXT NOT NULL,
  event_types TEXT,
  sealed_secret BLOB NOT NULL,
  sealed_previous BLOB,
  previous_until INTEGER,
  status TEXT NOT NULL,
  disabled_reason TEXT,
  disabled_at INTEGER,
  failing_since INTEGER,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX webhook_endpoints_by_tenant ON webhook_endpoints (tenant_id, created_at);

-- The outbox: a row for each event and address that wants it, written with the event. A number is never used twice: it
-- is the id by which receivers recognise what they had. sequence: null for a test.
CREATE TABLE webhook_deliveries (
  delivery_number INTEGER PRIMARY KEY AUTOINCREMENT,
  endpoint_id BLOB NOT NULL,
  user_id INTEGER NOT NULL,
  sequence INTEGER,
  type TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  next_at INTEGER,
  claimed_until INTEGER,
  created_at INTEGER NOT NULL,
  delivered_at INTEGER,
  last_status INTEGER,
  last_error TEXT,
  UNIQUE (endpoint_id, user_id, sequence)
) STRICT;

CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_at) WHERE state = 'pending';
CREATE INDEX webhook_deliveries_claimed ON webhook_deliveries (endpoint_id) WHERE claimed_until IS NOT NULL;
CREATE INDEX webhook_deliveries_listed ON webhook_deliveries (endpoint_id, delivery_number);
CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries (created_at);
