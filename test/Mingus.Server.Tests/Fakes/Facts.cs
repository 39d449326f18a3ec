using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Server.Tests.Fakes;

/// <summary>Small facts to test with.</summary>
internal static class Facts
{
    public static readonly DateTimeOffset Now = new(2026, 8, 3, 9, 12, 0, TimeSpan.Zero);
    public static readonly Currency Usd = Currency.Official("USD");
    public static readonly ConnectionId Bank = new(PrefixedId.Derive(Now, "bank"));
    public static readonly AccountId Checking = new(PrefixedId.Derive(Now, "checking"));
    public static readonly FeedId Feed = new(PrefixedId.Derive(Now, "feed"));

    public static Connection Connection(UserId user) =>
        new()
        {
            Id = Bank,
            UserId = user,
            Provider = "fake",
            ItemId = "item-1",
            InstitutionId = "ins_1",
            InstitutionName = "First Bank",
            Version = 1,
            History = HistoryStatus.Complete,
            DataAsOf = Now.AddHours(-1),
            CreatedAt = Now.AddDays(-2),
        };

    public static SyncState Checked(SyncWork work) =>
        new(work, Now.AddMinutes(-2), Now.AddMinutes(-2), RunStatus.Succeeded, null, null);

    public static BalanceSnapshot Balance(long minor) =>
        new(
            Checking,
            Feed,
            new Money(minor, Usd),
            new Money(minor, Usd),
            null,
            Now.AddHours(-1),
            Now.AddMinutes(-2),
            BalanceSource.Live,
            CameWithUpdate: true
        );

    public static AccountView Account(UserId user, Run? active = null) =>
        new(
            new Account(Checking, "Everyday", "Everyday Checking", "1234", AccountKind.Depository, "checking", Usd),
            Balance(421_055),
            [
                new(
                    new Feed(Feed, Bank, Checking, "prov-1", null, "Everyday", "1234", Now.AddDays(-2)),
                    Connection(user),
                    [Checked(SyncWork.Balance), Checked(SyncWork.Transactions)]
                ),
            ],
            OpenFindings: 0,
            active
        );

    public static TransactionView Transaction(int number, string description = "Corner Cafe", bool isPending = false)
    {
        var id = new TransactionId(PrefixedId.Derive(Now.AddSeconds(number), "t"));
        var record = new LedgerRecord
        {
            FeedId = Feed,
            AccountId = Checking,
            ProviderTransactionId = $"p{number}",
            Content = new RecordContent
            {
                Amount = new Money(-450, Usd),
                Date = new DateOnly(2026, 8, 3),
                IsPending = isPending,
                Description = description,
            },
            Fingerprint = new Fingerprint(1, new string('a', 64)),
            TransactionId = id,
            IsPrimary = true,
            FirstSeenAt = Now,
            UpdatedAt = Now,
        };
        return new(id, Checking, record, null, Now, Now, [record]);
    }

    public static Run Run(UserId user, RunStatus status = RunStatus.Succeeded) =>
        new()
        {
            Id = new RunId(PrefixedId.Derive(Now, "run")),
            UserId = user,
            ConnectionId = Bank,
            Type = SyncType.Transactions,
            Work = SyncWork.Transactions,
            Force = false,
            Trigger = RunTrigger.Person,
            Status = status,
            CreatedAt = Now.AddSeconds(-20),
            StartedAt = Now.AddSeconds(-20),
            EndedAt = status == RunStatus.Running ? null : Now,
        };

    /// <summary>A ledger with one bank, one account and what a test adds.</summary>
    public static FakeLedger Ledger()
    {
        var ledger = new FakeLedger { Sequence = 41 }.OwnedBy("dev", "demo");
        ledger.ConnectionViews.Add(new(Connection(ledger.Owner), [Checking], [Checked(SyncWork.Transactions)]));
        ledger.AccountViews.Add(Account(ledger.Owner));
        return ledger;
    }
}
