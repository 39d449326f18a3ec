INSERT INTO feeds (
  user_id, feed_id, connection_id, account_id, provider_account_id, persistent_account_id, name, mask,
  since, gone_since, is_linked_by_person
)
VALUES (
  @user_id, @feed_id, @connection_id, @account_id, @provider_account_id, @persistent_account_id, @name,
  @mask, @since, @gone_since, @is_linked_by_person
)
