-- Only a free one: what broke off, here or on a node that died, is given up first, and gets a successor.
UPDATE connections AS c
SET lease_run_id = @run_id, lease_node = @node, lease_node_key = @node_key, lease_until = @lease_until
WHERE
  c.user_id = @user_id AND c.connection_id = @connection_id AND c.status <> 'disconnected'
  AND c.lease_run_id IS NULL
  AND (NOT @only_if_due OR c.next_due_at <= @now)
RETURNING version
