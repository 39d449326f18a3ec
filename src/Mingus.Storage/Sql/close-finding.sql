UPDATE findings
SET state = @state
WHERE user_id = @user_id AND finding_id = @finding_id AND state = 'open'
RETURNING account_id
