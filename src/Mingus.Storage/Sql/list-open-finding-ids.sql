SELECT finding_id
FROM findings
WHERE user_id = @user_id AND connection_id = @connection_id AND state = 'open'
