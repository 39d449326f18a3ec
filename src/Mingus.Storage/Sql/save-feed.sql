UPDATE feeds
SET
  account_id = @account_id, provider_account_id = @provider_account_id,
  persistent_account_id = @persistent_account_id, name = @name, mask = @mask, since = @since,
  gone_since = @gone_since, is_linked_by_person = @is_linked_by_person
WHERE user_id = @user_id AND feed_id = @feed_id
