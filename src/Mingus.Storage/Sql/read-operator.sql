SELECT password_hash FROM operators WHERE name = @name
