-- each: arrays
SELECT user_id, last_sequence
FROM {all}users
WHERE user_id = ANY (@user_id::BIGINT[])
