-- Of every user: what keys rotate has not wrapped again yet. The id of the key stands in bytes 2 to 9.
SELECT user_id, connection_id, sealed_token
FROM connections
WHERE length(sealed_token) > 0 AND substr(sealed_token, 2, 8) <> @key_id
ORDER BY user_id, connection_id
LIMIT @limit
