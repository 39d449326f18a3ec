using Mingus.Streams.World;

namespace Mingus.Streams.Feeds;

/// <summary>
/// Statement files that a person imports. A file has what posted up to the day before; its balance also has the day
/// itself. OFX rows keep the bank's id from file to file, CSV rows have none and are numbered.
/// </summary>
internal sealed class FileConnection(Rates rates, ConnectionPlan plan, Dice dice) : Connection(plan)
{
    private const int OfxNameMax = 32;
    private readonly HashSet<RecordKey> known = [];
    private int files;

    private bool IsOfx => Plan.Provider == "file_ofx";

    public override IEnumerable<Page> On(DateOnly day)
    {
        if (day < Plan.First || day > Plan.Last || (day.DayNumber - Plan.First.DayNumber) % Plan.EveryDays != 0)
            return [];
        var rows = Plan
            .Login.Accounts.SelectMany(account => account.Transactions)
            .Where(one => one.Posted is { } posted && posted < day && posted >= day.AddDays(-Plan.HistoryDays))
            .Select(one => (one, Date: IsOfx ? one.Posted!.Value : CsvDate(one)))
            .OrderBy(row => row.Date)
            .ToList();
        if (rows.Count == 0)
            return [];
        var added = new List<Record>();
        var labels = new Dictionary<RecordKey, Label>();
        foreach (var (one, date) in rows)
        {
            var record = Row(one, date, added.Count + 1);
            added.Add(record);
            if (known.Add(record.Key))
                labels[record.Key] = new Label(record.Key, one.Id, Plan.Provider);
        }
        files++;
        return Pages(day, added, [], [], labels);
    }

    protected override (string Id, string Mask) Feed(Account account) =>
        ($"{Plan.Provider}-{Plan.Id}-{account.Mask}", account.Mask);

    protected override long? Available(Account account, DateOnly day, long current) => null;

    private DateOnly CsvDate(Transaction one) =>
        dice.For(one.Id).Chance(rates.CsvDateShift) ? one.Posted!.Value.AddDays(1) : one.Posted!.Value;

    private Record Row(Transaction one, DateOnly date, int number)
    {
        var (account, mask) = Feed(one.Account);
        var text = BankText.Of(one, mask, rates.TextWorld);
        return new Record
        {
            AccountId = account,
            TransactionId = IsOfx ? one.FileId : $"csv{files}-row{number:D5}",
            Amount = one.Account.Currency.Amount(one.AmountMinor),
            Currency = one.Account.Currency.Code,
            Date = date,
            Name = IsOfx ? text[..Math.Min(OfxNameMax, text.Length)] : BankText.Tight(text),
        };
    }
}
