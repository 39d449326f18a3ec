-- What the provider says of it. Which account it shows is not the provider's to say: see move-feed.
UPDATE feeds
SET
  provider_account_id = @provider_account_id, persistent_account_id = @persistent_account_id, name = @name,
  mask = @mask, since = @since, gone_since = @gone_since
WHERE user_id = @user_id AND feed_id = @feed_id
