-- Fenced: only the run that holds the lease, at the version it saw.
UPDATE connections
SET
  institution_id = @institution_id, institution_name = @institution_name, status = @status, problem = @problem,
  cursor = @cursor, history = @history, version = version + 1, consent_expires_at = @consent_expires_at,
  data_as_of = @data_as_of, data_as_of_checked_at = @data_as_of_checked_at, next_due_at = @next_due_at,
  next_due_reason = @next_due_reason, failures_in_row = @failures_in_row,
  lease_run_id = CASE WHEN @is_ended THEN NULL ELSE lease_run_id END,
  lease_node = CASE WHEN @is_ended THEN NULL ELSE lease_node END,
  lease_node_key = CASE WHEN @is_ended THEN NULL ELSE lease_node_key END,
  lease_until = CASE WHEN @is_ended THEN NULL ELSE @lease_until END
WHERE
  user_id = @user_id AND connection_id = @connection_id AND version = @version AND lease_run_id = @run_id
  AND status <> 'disconnected'
RETURNING version
