UPDATE feeds
SET account_id = @account_id, is_linked_by_person = @is_linked_by_person
WHERE user_id = @user_id AND feed_id = @feed_id
