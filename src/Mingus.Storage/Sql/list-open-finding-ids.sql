-- Found through the connection, or of an account that its feeds show: what an account shows as a whole is judged by
-- whichever connection brings news.
SELECT finding_id
FROM findings
WHERE user_id = @user_id AND connection_id = @connection_id AND state = 'open'
UNION
SELECT o.finding_id
FROM feeds AS f
JOIN findings AS o ON o.user_id = f.user_id AND o.account_id = f.account_id AND o.state = 'open'
WHERE f.user_id = @user_id AND f.connection_id = @connection_id
