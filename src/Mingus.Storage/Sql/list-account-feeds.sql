SELECT
  feed_id, connection_id, account_id, provider_account_id, persistent_account_id, name, mask, since,
  gone_since, is_linked_by_person
FROM feeds
WHERE user_id = @user_id AND account_id = @account_id
ORDER BY row_number
