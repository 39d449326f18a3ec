SELECT report
FROM validations
WHERE user_id = @user_id AND validation_id = @validation_id
