-- Those about a feed or an account that is no more.
DELETE FROM account_links
WHERE
  user_id = @user_id
  AND (
    NOT EXISTS (SELECT 1 FROM feeds AS f WHERE f.user_id = @user_id AND f.feed_id = account_links.feed_id)
    OR NOT EXISTS (SELECT 1 FROM accounts AS a WHERE a.user_id = @user_id AND a.account_id = account_links.account_id)
  )
