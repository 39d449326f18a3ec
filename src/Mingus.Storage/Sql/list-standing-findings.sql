-- What an account's checks found and a person or a check has not seen to be gone.
SELECT
  finding_id, account_id, connection_id, check_name, severity, text, evidence, action, state, found_at,
  run_id
FROM findings
WHERE user_id = @user_id AND account_id = @account_id AND state <> 'resolved'
