SELECT
  finding_id, account_id, connection_id, check_name, severity, text, evidence, action, state, found_at,
  run_id
FROM findings
WHERE user_id = @user_id AND finding_id = @finding_id
