SELECT name FROM operators LIMIT 1
