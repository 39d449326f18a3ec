-- Balances go where their feed goes.
UPDATE balance_snapshots
SET account_id = @account_id
WHERE user_id = @user_id AND feed_id = @feed_id AND account_id <> @account_id
