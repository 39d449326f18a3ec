DELETE FROM {all}idempotency_keys
WHERE claimed_at < @before
