INSERT INTO person_pairs (user_id, one_feed_id, one_provider_id, other_feed_id, other_provider_id, word)
VALUES (@user_id, @one_feed_id, @one_provider_id, @other_feed_id, @other_provider_id, @word)
ON CONFLICT (user_id, one_feed_id, one_provider_id, other_feed_id, other_provider_id) DO UPDATE
SET word = excluded.word
