-- A run that waits on the connection takes over what the dead one left.
UPDATE runs
SET work = work | @work, is_forced = is_forced OR @is_forced, resumes = COALESCE(resumes, @resumes)
WHERE user_id = @user_id AND run_id = @run_id AND status = 'queued'
RETURNING run_id
