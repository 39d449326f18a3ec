-- The first statement of every write of a user: its row lock orders the user's commits, so that the order of
-- sequences is the order of commits.
UPDATE users
SET version = version + @version_step, last_sequence = last_sequence + @event_count
WHERE user_id = @user_id AND (CAST(@seen_version AS BIGINT) IS NULL OR version = @seen_version)
RETURNING last_sequence, version
