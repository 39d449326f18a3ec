-- Fenced: only the run that holds the lease, at the version it saw. Webhooks that came since it began make it due.
UPDATE connections
SET
  institution_id = @institution_id, institution_name = @institution_name, status = @status, problem = @problem,
  cursor = @cursor, history = @history, version = version + 1,
  consent_expires_at = CASE WHEN webhooks > @webhooks_seen THEN consent_expires_at ELSE @consent_expires_at END,
  data_as_of = @data_as_of, data_as_of_checked_at = @data_as_of_checked_at,
  next_due_at = CASE
    WHEN webhooks > @webhooks_served AND @due_if_webhooks < COALESCE(@next_due_at, @due_if_webhooks + 1)
      THEN @due_if_webhooks
    ELSE @next_due_at
  END,
  next_due_reason = CASE
    WHEN webhooks > @webhooks_served AND @due_if_webhooks < COALESCE(@next_due_at, @due_if_webhooks + 1)
      THEN @due_if_webhooks_reason
    ELSE @next_due_reason
  END,
  failures_in_row = @failures_in_row, webhooks_served = @webhooks_served, quiet_until = @quiet_until,
  notice = CASE WHEN @moves_notice AND webhooks = @webhooks_seen THEN @notice ELSE notice END,
  lease_run_id = CASE WHEN @is_ended THEN NULL ELSE lease_run_id END,
  lease_node = CASE WHEN @is_ended THEN NULL ELSE lease_node END,
  lease_node_key = CASE WHEN @is_ended THEN NULL ELSE lease_node_key END,
  lease_until = CASE WHEN @is_ended THEN NULL ELSE @lease_until END
WHERE
  user_id = @user_id AND connection_id = @connection_id AND version = @version AND lease_run_id = @run_id
  AND status <> 'disconnected'
RETURNING version
