INSERT INTO erased_users (tombstone, key_id, erased_at)
VALUES (@tombstone, @key_id, @now)
ON CONFLICT (tombstone) DO UPDATE SET erased_at = excluded.erased_at
