INSERT INTO settings (user_id, account_id, settings)
VALUES (@user_id, @account_id, @settings)
ON CONFLICT (user_id, account_id) DO UPDATE SET settings = excluded.settings
