-- One process has the file: the lease of another node is a dead one's, and its own is that of a run that broke off.
UPDATE connections AS c
SET version = version + 1, lease_run_id = NULL, lease_node = NULL, lease_node_key = NULL, lease_until = NULL
WHERE
  c.user_id = @user_id AND c.connection_id = @connection_id AND c.lease_run_id = @run_id
