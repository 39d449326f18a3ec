-- A finding dismissed by a person stays dismissed; a resolved one opens again.
INSERT INTO findings (
  user_id, finding_id, account_id, connection_id, check_name, severity, text, evidence, action, state, found_at,
  run_id
)
VALUES (
  @user_id, @finding_id, @account_id, @connection_id, @check_name, @severity, @text, @evidence, @action, @state,
  @found_at, @run_id
)
ON CONFLICT (user_id, finding_id) DO UPDATE
SET
  state = excluded.state, severity = excluded.severity, text = excluded.text, evidence = excluded.evidence,
  action = excluded.action, found_at = excluded.found_at, run_id = excluded.run_id
WHERE findings.state = 'resolved'
