SELECT connection_id
FROM connections
WHERE user_id = @user_id AND provider = @provider AND item_id = @item_id AND status <> 'disconnected'
