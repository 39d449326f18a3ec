UPDATE connections
SET sealed_token = @sealed_token
WHERE user_id = @user_id AND provider = @provider AND item_id = @item_id AND status <> 'disconnected'
RETURNING connection_id
