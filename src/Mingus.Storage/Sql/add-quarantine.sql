INSERT INTO quarantine (
  user_id, quarantine_id, connection_id, account_id, kind, provider_account_id, provider_transaction_id, field,
  reason, payload, at, run_id
)
VALUES (
  @user_id, @quarantine_id, @connection_id, @account_id, @kind, @provider_account_id, @provider_transaction_id,
  @field, @reason, @payload, @at, @run_id
)
ON CONFLICT (user_id, quarantine_id) DO UPDATE
SET
  account_id = excluded.account_id, field = excluded.field, reason = excluded.reason, payload = excluded.payload,
  run_id = excluded.run_id
