SELECT day, call_hours, debt, days
FROM call_budget
