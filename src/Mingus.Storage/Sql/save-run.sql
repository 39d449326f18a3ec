UPDATE runs
SET
  account_id = @account_id, sync_type = @sync_type, work = @work, is_forced = @is_forced, status = @status,
  progress = @progress, issues_found = @issues_found, started_at = @started_at, ended_at = @ended_at,
  reason = @reason, resumes = @resumes, details = @details
WHERE user_id = @user_id AND run_id = @run_id
RETURNING run_id
