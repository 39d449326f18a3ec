namespace Mingus.Streams.World;

/// <summary>What a household uses an account for.</summary>
internal enum AccountRole
{
    Checking,
    Savings,
    Card,
    Joint,
    Foreign,
}

/// <summary>A real account: what it is, what happened in it, and so what it held on any day.</summary>
internal sealed class Account(string id, string tenant, AccountRole role, Currency currency, int institution, Dice dice)
{
    private readonly List<Transaction> transactions = [];
    private DateOnly[] postedOn = [];
    private long[] movedUpTo = [0];

    public string Id { get; } = id;

    public string Tenant { get; } = tenant;

    public AccountRole Role { get; } = role;

    public Currency Currency { get; } = currency;

    /// <summary>Number of the bank; decides the style of its texts.</summary>
    public int Institution { get; } = institution;

    public string Mask { get; } = dice.Digits(4);

    /// <summary>Some banks give the account an id that is the same through every connection.</summary>
    public string PersistentId { get; } = "pa" + dice.Hex(40);

    /// <summary>What the account held or owed before the first transaction, in minor units.</summary>
    public long OpeningMinor { get; } =
        currency.Minor(
            role switch
            {
                AccountRole.Savings => dice.Between(700_000, 2_600_000),
                AccountRole.Card => dice.Between(0, 165_000),
                _ => dice.Between(110_000, 900_000),
            }
        );

    public bool IsCredit => Role == AccountRole.Card;

    public long? LimitMinor => IsCredit ? Currency.Minor(1_000_000) : null;

    public string Subtype =>
        Role switch
        {
            AccountRole.Savings => "savings",
            AccountRole.Card => "credit card",
            _ => "checking",
        };

    public string Name =>
        Role switch
        {
            AccountRole.Savings => "High Yield Savings",
            AccountRole.Card => "Rewards Visa",
            AccountRole.Joint => "Joint Checking",
            AccountRole.Foreign => Currency.AccountName,
            _ => "Everyday Checking",
        };

    /// <summary>Everything that happened, in the order of <see cref="Transaction.Authorized"/>.</summary>
    public IReadOnlyList<Transaction> Transactions => transactions;

    public void Add(Transaction transaction) => transactions.Add(transaction);

    /// <summary>To be called once all transactions are known.</summary>
    public void Close()
    {
        var posted = transactions.Where(one => one.Posted is not null).OrderBy(one => one.Posted).ToList();
        postedOn = [.. posted.Select(one => one.Posted!.Value)];
        movedUpTo = new long[posted.Count + 1];
        for (var i = 0; i < posted.Count; i++)
            movedUpTo[i + 1] = movedUpTo[i] + posted[i].AmountMinor;
    }

    /// <summary>
    /// The balance as the bank states it on a day: it has everything that posted up to and with that day, whether a
    /// feed has delivered it or not. Credit accounts state what is owed.
    /// </summary>
    public long BalanceOn(DateOnly day)
    {
        var moved = movedUpTo[CountUpTo(day)];
        return IsCredit ? OpeningMinor + moved : OpeningMinor - moved;
    }

    private int CountUpTo(DateOnly day)
    {
        int low = 0;
        var high = postedOn.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (postedOn[middle] <= day)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
