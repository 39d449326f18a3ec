INSERT INTO validations (user_id, validation_id, account_id, started_at, report)
VALUES (@user_id, @validation_id, @account_id, @started_at, @report)
ON CONFLICT (user_id, validation_id) DO NOTHING
