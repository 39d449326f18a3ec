SELECT link_id, account_id, feed_id, state, score, reasons, decision_id, at
FROM account_links
WHERE user_id = @user_id AND (at, link_id) < (@before, @before_id)
ORDER BY at DESC, link_id DESC
LIMIT @limit
