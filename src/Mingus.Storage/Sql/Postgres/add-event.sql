-- each: arrays
INSERT INTO events (user_id, sequence, type, account_id, at, data)
SELECT u.user_id, u.last_sequence - n.events_after, n.type, n.account_id, n.at, n.data
FROM users AS u
CROSS JOIN unnest(
  @events_after::BIGINT[], @type::TEXT[], @account_id::UUID[], @at::BIGINT[], @data::TEXT[]
) AS n (events_after, type, account_id, at, data)
WHERE u.user_id = @user_id
