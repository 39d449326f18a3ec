INSERT INTO redirects (user_id, old_id, new_id, decision_id)
VALUES (@user_id, @old_id, @new_id, @decision_id)
ON CONFLICT (user_id, old_id) DO UPDATE
SET new_id = excluded.new_id, decision_id = excluded.decision_id
