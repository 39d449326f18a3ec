DELETE FROM person_pairs
WHERE
  user_id = @user_id AND one_feed_id = @one_feed_id AND one_provider_id = @one_provider_id
  AND other_feed_id = @other_feed_id AND other_provider_id = @other_provider_id
