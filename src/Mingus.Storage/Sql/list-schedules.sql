SELECT
  connection_id, work, last_attempt_at, last_success_at, last_outcome, next_due_at, next_due_reason
FROM schedules
WHERE user_id = @user_id
ORDER BY connection_id, work
