INSERT INTO webhooks (
  provider, body_hash, item_id, webhook_type, webhook_code, meaning, times, first_received_at, last_received_at
)
VALUES (
  @provider, @body_hash, @item_id, @webhook_type, @webhook_code, @meaning, 1, @now, @now
)
ON CONFLICT (provider, body_hash) DO UPDATE
SET times = webhooks.times + 1, last_received_at = excluded.last_received_at
