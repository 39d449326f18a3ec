namespace Mingus.Sync.Schedule;

/// <summary>
/// What a call must save for a budget to last: hours of delay. Calls go with one over its square root. Once a day it
/// moves towards what would have spent the budget; what was overspent is saved again over the next week.
/// </summary>
/// <param name="CallHours">What a call must save.</param>
/// <param name="Debt">Calls spent beyond the budget so far; negative for calls left.</param>
/// <param name="Days">Days so far.</param>
internal readonly record struct CallBudget(double CallHours, double Debt, int Days)
{
    private const int FirstDays = 10;

    /// <summary>After a day with so many calls, of so many allowed.</summary>
    public CallBudget AfterDay(double spent, double allowed)
    {
        if (allowed <= 0)
        {
            return this with { Days = Days + 1 };
        }

        // Nothing saved up for later: a quiet month must not end in a storm of calls.
        var debt = Math.Max(Debt + spent - allowed, -allowed);
        var target = Math.Max(0.3 * allowed, allowed - (Math.Clamp(debt, -allowed, 2 * allowed) / 7));
        var ratio = Math.Clamp(Math.Max(spent, 1e-3) / target, 0.2, 5);
        var next = CallHours * Math.Pow(ratio, Days < FirstDays ? 1.2 : 0.6);
        return new(Math.Clamp(next, 1e-3, 1e4), debt, Days + 1);
    }
}
