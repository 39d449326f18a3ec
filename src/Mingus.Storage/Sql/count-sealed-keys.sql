-- How much is sealed under which key, by the id's bytes.
SELECT key_id, COUNT(*)
FROM (
  SELECT substr(sealed_token, 2, 8) AS key_id
  FROM connections
  WHERE length(sealed_token) > 0
  UNION ALL
  SELECT substr(sealed_secret, 2, 8) AS key_id
  FROM webhook_endpoints
) AS sealed
GROUP BY key_id
ORDER BY key_id
