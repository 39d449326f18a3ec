DELETE FROM sessions
WHERE expires_at < @before OR seen_at < @unseen_since
