-- Where an id leads in the end: merges of merges are followed, however many.
WITH RECURSIVE way (id, steps) AS (
  SELECT new_id, 1
  FROM redirects
  WHERE user_id = @user_id AND old_id = @id
  UNION ALL
  SELECT r.new_id, w.steps + 1
  FROM way AS w
  JOIN redirects AS r ON r.user_id = @user_id AND r.old_id = w.id
  WHERE w.steps < 50
)
SELECT id
FROM way
ORDER BY steps DESC
LIMIT 1
