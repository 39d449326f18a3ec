-- Outgoing webhooks. event_types: space before, between and after each; null for all.
CREATE TABLE webhook_endpoints (
  endpoint_id UUID NOT NULL PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  user_id BIGINT NOT NULL,
  url TEXT NOT NULL,
  event_types TEXT,
  sealed_secret BYTEA NOT NULL,
  sealed_previous BYTEA,
  previous_until BIGINT,
  status TEXT NOT NULL,
  disabled_reason TEXT,
  disabled_at BIGINT,
  failing_since BIGINT,
  created_at BIGINT NOT NULL
);

CREATE INDEX webhook_endpoints_by_tenant ON webhook_endpoints (tenant_id, created_at);

-- The outbox: a row for each event and address that wants it, written with the event. A number is never used twice: it
-- is the id by which receivers recognise what they had. sequence: null for a test.
CREATE TABLE webhook_deliveries (
  delivery_number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  endpoint_id UUID NOT NULL,
  user_id BIGINT NOT NULL,
  sequence BIGINT,
  type TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  next_at BIGINT,
  claimed_until BIGINT,
  created_at BIGINT NOT NULL,
  delivered_at BIGINT,
  last_status BIGINT,
  last_error TEXT,
  UNIQUE (endpoint_id, user_id, sequence)
);

CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_at) WHERE state = 'pending';
CREATE INDEX webhook_deliveries_claimed ON webhook_deliveries (endpoint_id) WHERE claimed_until IS NOT NULL;
CREATE INDEX webhook_deliveries_listed ON webhook_deliveries (endpoint_id, delivery_number);
CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries (created_at);
