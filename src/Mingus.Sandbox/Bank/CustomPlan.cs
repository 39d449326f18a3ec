using System.Globalization;

namespace Mingus.Sandbox.Bank;

/// <summary>
/// The transactions of a custom user: the documented rows, pending until their posting date, and the monthly rows of
/// the inflow models from the requested depth on. A row dated after the day of linking is shown from that day on.
/// </summary>
internal sealed class CustomPlan : IPlan
{
    private readonly Dictionary<DateOnly, List<Planned>> _documented;
    private readonly IReadOnlyList<CustomAccount> _accounts;
    private readonly DateOnly _inflowFrom;

    public CustomPlan(IReadOnlyList<CustomAccount> accounts, DateOnly linkedOn, int days)
    {
        _accounts = accounts;
        _inflowFrom = linkedOn.AddDays(-days);
        _documented = accounts
            .SelectMany((a, index) => a.Rows.Select((row, i) => Documented(row, index, i, linkedOn)))
            .GroupBy(p => p.Shown)
            .ToDictionary(g => g.Key, g => g.Select(p => p.Planned).ToList());
        var first = _documented.Count > 0 ? _documented.Keys.Min() : linkedOn;
        FirstDay = first < _inflowFrom || accounts.All(a => a.Inflow is null) ? first : _inflowFrom;
    }

    public DateOnly FirstDay { get; }

    public IEnumerable<Planned> On(DateOnly day)
    {
        var documented = _documented.TryGetValue(day, out var rows) ? rows : [];
        return day < _inflowFrom ? documented : documented.Concat(Inflows(day));
    }

    private static (DateOnly Shown, Planned Planned) Documented(
        CustomRow row,
        int account,
        int index,
        DateOnly linkedOn
    )
    {
        var shown = row.Transacted < linkedOn ? row.Transacted : linkedOn;
        shown = row.Posted < shown ? row.Posted : shown;
        var planned = new Planned
        {
            Real = string.Create(CultureInfo.InvariantCulture, $"a{account}-row{index}"),
            Account = account,
            Payee = PayeeOf(row.Description, row.Amount),
            Day = shown,
            AuthorizedOn = row.Transacted,
            PendingAmount = row.Amount,
            PostedAmount = row.Amount,
            Currency = row.Currency,
            PostOn = row.Posted,
        };
        return (shown, planned);
    }

    private IEnumerable<Planned> Inflows(DateOnly day)
    {
        for (var account = 0; account < _accounts.Count; account++)
        {
            if (_accounts[account].Inflow is not { } inflow)
            {
                continue;
            }
            var owed = _accounts[account].StartingBalance ?? 0;
            var interest = owed * _accounts[account].YearlyInterest / 1200;
            var paid = inflow.Type switch
            {
                "monthly-income" => inflow.Amount,
                "monthly-balance-payment" => owed,
                _ => interest,
            };
            if (IsDay(day, inflow.StatementDay) && inflow.Type == "monthly-interest-only-payment")
            {
                yield return Monthly(account, day, "interest", "Interest charge", interest);
            }
            if (IsDay(day, inflow.PaymentDay))
            {
                yield return Monthly(account, day, "inflow", inflow.Name, -paid);
            }
        }
    }

    private Planned Monthly(int account, DateOnly day, string kind, string name, decimal amount) =>
        new()
        {
            Real = $"a{account}-{kind}-{day:yyyyMMdd}",
            Account = account,
            Payee = PayeeOf(name, amount),
            Day = day,
            PostedAmount = Currencies.Round(amount, _accounts[account].Currency),
            PostOn = day,
        };

    /// <summary>Months that end earlier have the payment on their last day.</summary>
    private static bool IsDay(DateOnly day, int wanted) =>
        day.Day == Math.Min(wanted, DateTime.DaysInMonth(day.Year, day.Month));

    private static Payee PayeeOf(string description, decimal amount) =>
        new()
        {
            Name = description,
            BankText = description,
            Primary = amount < 0 ? "INCOME" : "GENERAL_MERCHANDISE",
            Detailed = amount < 0 ? "INCOME_OTHER_INCOME" : "GENERAL_MERCHANDISE_OTHER_GENERAL_MERCHANDISE",
            Channel = "other",
        };
}
