UPDATE connections
SET lease_until = @lease_until
WHERE user_id = @user_id AND lease_run_id = @run_id
  AND connection_id = (SELECT r.connection_id FROM runs AS r WHERE r.user_id = @user_id AND r.run_id = @run_id)
