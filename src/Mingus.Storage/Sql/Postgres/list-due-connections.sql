-- But for those that are held: if the run broke off, or its node is dead, recovery comes first. Nodes that live share
-- what is due by its id, each its part, without a word to each other; after its part a node takes what is late of the
-- others'.
WITH living AS (
  SELECT array_agg(n.key ORDER BY n.key) AS keys
  FROM (
    {living_nodes}
  ) AS n (key)
)
SELECT c.user_id, c.connection_id, c.next_due_at, c.next_due_reason, c.webhooks > c.webhooks_served AS has_webhooks
FROM {all}connections AS c
CROSS JOIN living
CROSS JOIN LATERAL (
  SELECT COALESCE(
    (hashtextextended(c.connection_id::TEXT, 0) & 2147483647) % cardinality(living.keys)
      = array_position(living.keys, @node_key::BIGINT) - 1,
    FALSE
  ) AS is_ours
) AS part
WHERE
  c.next_due_at <= @now AND c.status <> 'disconnected' AND c.lease_run_id IS NULL
  AND (part.is_ours OR c.next_due_at <= @late)
ORDER BY part.is_ours DESC, c.next_due_at
LIMIT @limit
