-- Whichever node comes first reckons the day.
INSERT INTO call_budget (one, day, call_hours, debt, days)
VALUES (1, @day, @call_hours, @debt, @days)
ON CONFLICT (one) DO UPDATE
SET day = excluded.day, call_hours = excluded.call_hours, debt = excluded.debt, days = excluded.days
WHERE call_budget.day < excluded.day
