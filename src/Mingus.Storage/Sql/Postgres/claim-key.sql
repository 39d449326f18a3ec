-- A claim whose node died is taken over.
INSERT INTO idempotency_keys AS c (user_id, key, request_hash, claimed_at, node, node_key)
VALUES (@user_id, @key, @request_hash, @now, @node, @node_key)
ON CONFLICT (user_id, key) DO UPDATE
SET claimed_at = excluded.claimed_at, node = excluded.node, node_key = excluded.node_key
WHERE
  c.status IS NULL AND c.request_hash = excluded.request_hash
  AND (
    c.node_key <> ALL (ARRAY(
      {living_nodes}
    ))
  )
RETURNING key
