-- What its connection found in the account it shows goes where the feed goes: before the feed itself does.
UPDATE findings
SET account_id = @account_id
WHERE
  user_id = @user_id
  AND (account_id, connection_id) = (
    SELECT f.account_id, f.connection_id
    FROM feeds AS f
    WHERE f.user_id = @user_id AND f.feed_id = @feed_id
  )
