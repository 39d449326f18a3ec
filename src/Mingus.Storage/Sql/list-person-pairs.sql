SELECT one_feed_id, one_provider_id, other_feed_id, other_provider_id, word
FROM person_pairs
WHERE user_id = @user_id
