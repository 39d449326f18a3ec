-- Only a lease that has expired, whose node is dead (see template-living-nodes.sql), or that is this node's own: of a
-- run that broke off.
UPDATE connections AS c
SET version = version + 1, lease_run_id = NULL, lease_node = NULL, lease_node_key = NULL, lease_until = NULL
WHERE
  c.user_id = @user_id AND c.connection_id = @connection_id AND c.lease_run_id = @run_id
  AND (
    c.lease_until < @now
    OR c.lease_node = @node
    OR c.lease_node_key <> ALL (ARRAY(
      {living_nodes}
    ))
  )
