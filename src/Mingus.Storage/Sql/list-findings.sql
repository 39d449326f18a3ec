SELECT
  finding_id, account_id, connection_id, check_name, severity, text, evidence, action, state, found_at,
  run_id
FROM findings
WHERE
  user_id = @user_id AND (found_at, finding_id) < (@before, @before_id)
  AND (CAST(@state AS TEXT) IS NULL OR state = @state) AND (@has_run = 0 OR run_id = @run_id)
  AND (@has_account = 0 OR account_id = @account_id)
ORDER BY found_at DESC, finding_id DESC
LIMIT @limit
