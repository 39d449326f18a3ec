SELECT link_id, account_id, feed_id, state, score, reasons, decision_id, at
FROM account_links
WHERE user_id = @user_id AND feed_id = @feed_id AND account_id = @account_id
