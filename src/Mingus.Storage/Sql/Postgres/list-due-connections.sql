-- But for those that another node holds: if it is dead, recovery comes first. Nodes that live share what is due by its
-- id, each its part, without a word to each other; what is late is anybody's.
WITH living AS (
  SELECT array_agg(n.key ORDER BY n.key) AS keys
  FROM (
    {living_nodes}
  ) AS n (key)
)
SELECT c.user_id, c.connection_id, c.next_due_at, c.next_due_reason, c.webhooks > c.webhooks_served AS has_webhooks
FROM connections AS c
CROSS JOIN living
WHERE
  c.next_due_at <= @now AND c.status <> 'disconnected' AND (c.lease_run_id IS NULL OR c.lease_node = @node)
  AND (
    c.next_due_at <= @late
    OR (hashtextextended(c.connection_id::TEXT, 0) & 2147483647) % cardinality(living.keys)
      = array_position(living.keys, @node_key::BIGINT) - 1
  )
ORDER BY c.next_due_at
LIMIT @limit
