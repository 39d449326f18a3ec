namespace Mingus.Streams.World;

/// <summary>Someone with accounts and a login at the bank.</summary>
internal sealed record Person(string User, Account Checking, Account Savings, Account Card, Account? LookAlike);

/// <summary>A bank as one person logs in to it: the accounts that a connection of theirs shows.</summary>
internal sealed record Login(string User, IReadOnlyList<Account> Accounts)
{
    public int Institution => Accounts[0].Institution;
}

/// <summary>The people of a tenant, their accounts, and all that really happened in them.</summary>
internal sealed class Household
{
    public required string Tenant { get; init; }
    public required IReadOnlyList<Person> People { get; init; }
    public required Account? Joint { get; init; }
    public required Account? Foreign { get; init; }

    /// <summary>All accounts, in the order of their ids.</summary>
    public required IReadOnlyList<Account> Accounts { get; init; }

    /// <summary>All logins, in the order in which their connections are numbered.</summary>
    public required IReadOnlyList<Login> Logins { get; init; }

    /// <summary>All transactions, in the order of their ids.</summary>
    public IReadOnlyList<Transaction> Transactions { get; private set; } = [];

    /// <summary>Takes what happened, gives it ids in the order of days, and closes the accounts.</summary>
    public void Happened(IEnumerable<Transaction> all)
    {
        var ordered = all.OrderBy(one => one.Authorized).ToList();
        for (var i = 0; i < ordered.Count; i++)
        {
            ordered[i].Id = $"{Tenant}-r{i + 1:D6}";
            ordered[i].Account.Add(ordered[i]);
        }
        foreach (var account in Accounts)
            account.Close();
        Transactions = ordered;
    }
}
