INSERT INTO connections (
  user_id, connection_id, provider, item_id, institution_id, institution_name, status, problem, cursor,
  history, version, consent_expires_at, data_as_of, data_as_of_checked_at, next_due_at,
  next_due_reason, failures_in_row, created_at, sealed_token
)
VALUES (
  @user_id, @connection_id, @provider, @item_id, @institution_id, @institution_name, @status, @problem,
  @cursor, @history, @version, @consent_expires_at, @data_as_of, @data_as_of_checked_at, @next_due_at,
  @next_due_reason, @failures_in_row, @created_at, @sealed_token
)
ON CONFLICT (user_id, provider, item_id) WHERE status <> 'disconnected' DO NOTHING
RETURNING connection_id
