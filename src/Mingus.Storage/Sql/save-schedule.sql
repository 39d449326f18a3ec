INSERT INTO schedules (
  user_id, connection_id, work, last_attempt_at, last_success_at, last_outcome, next_due_at, next_due_reason
)
VALUES (
  @user_id, @connection_id, @work, @last_attempt_at, @last_success_at, @last_outcome, @next_due_at,
  @next_due_reason
)
ON CONFLICT (user_id, connection_id, work) DO UPDATE
SET
  last_attempt_at = excluded.last_attempt_at, last_success_at = excluded.last_success_at,
  last_outcome = excluded.last_outcome, next_due_at = excluded.next_due_at,
  next_due_reason = excluded.next_due_reason
