-- Those that lead, by however many steps, to no transaction or account any more.
DELETE FROM redirects
WHERE
  user_id = @user_id
  AND old_id NOT IN (
    WITH RECURSIVE living (old_id) AS (
      SELECT d.old_id
      FROM redirects AS d
      WHERE
        d.user_id = @user_id
        AND (
          EXISTS (SELECT 1 FROM records AS r WHERE r.user_id = @user_id AND r.transaction_id = d.new_id)
          OR EXISTS (SELECT 1 FROM accounts AS a WHERE a.user_id = @user_id AND a.account_id = d.new_id)
        )
      UNION
      SELECT d.old_id
      FROM redirects AS d
      JOIN living AS l ON l.old_id = d.new_id
      WHERE d.user_id = @user_id
    )
    SELECT l.old_id
    FROM living AS l
  )
