-- What is in quarantine stays listed, without what the provider sent.
UPDATE quarantine
SET payload = '{}'
WHERE user_id = @user_id AND at < @before AND payload <> '{}'
RETURNING quarantine_id
