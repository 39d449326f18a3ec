SELECT
  quarantine_id, connection_id, account_id, kind, provider_account_id, provider_transaction_id, field,
  reason, payload, at, run_id
FROM quarantine
WHERE user_id = @user_id AND (at, quarantine_id) < (@before, @before_id)
ORDER BY at DESC, quarantine_id DESC
LIMIT @limit
