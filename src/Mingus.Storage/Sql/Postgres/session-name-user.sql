SELECT set_config('mingus.user_id', $1, TRUE)
