-- Free, or this node's own, of a run that broke off. What a dead node held, recovery frees first.
UPDATE connections AS c
SET
  lease_run_id = @run_id, lease_node = @node, lease_node_key = @node_key, lease_until = @lease_until,
  version = version + CASE WHEN lease_run_id IS NULL OR lease_run_id = @run_id THEN 0 ELSE 1 END
WHERE
  c.user_id = @user_id AND c.connection_id = @connection_id AND c.status <> 'disconnected'
  AND (c.lease_run_id IS NULL OR c.lease_node = @node)
  AND (NOT @only_if_due OR c.next_due_at <= @now)
RETURNING version
