DELETE FROM quarantine
WHERE user_id = @user_id AND quarantine_id = @quarantine_id
RETURNING quarantine_id
