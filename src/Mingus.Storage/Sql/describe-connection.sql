-- Only before its first run: that one reads the same, and later.
UPDATE connections
SET
  institution_id = @institution_id, institution_name = @institution_name,
  consent_expires_at = @consent_expires_at, data_as_of = @data_as_of
WHERE
  user_id = @user_id AND connection_id = @connection_id AND version = 0 AND lease_run_id IS NULL
  AND status <> 'disconnected'
RETURNING connection_id
