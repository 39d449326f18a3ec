using Mingus.Ledger;
using Mingus.Sync.Decide;
using Mingus.Sync.Ports;
using Mingus.Sync.Schedule;

namespace Mingus.Sync.Tests.Decide;

/// <summary>What people chose to be told of single accounts: when it comes about, and not again.</summary>
public sealed class AccountNoticesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly Currency Usd = Currency.Official("USD");
    private static readonly AccountId Id = new(PrefixedId.Derive(Now, "acc"));

    private static readonly Account Checking = new(
        Id,
        "Checking",
        OfficialName: null,
        Mask: null,
        AccountKind.Depository,
        Subtype: null,
        Usd
    );

    private static readonly Connection Bank = new()
    {
        Id = new ConnectionId(PrefixedId.Derive(Now, "con")),
        UserId = new UserId(1),
        Provider = "scripted",
        ItemId = "item",
        InstitutionId = "ins",
        InstitutionName = "First Bank",
        Version = 1,
        CreatedAt = Now,
    };

    // before | after | what becomes of the notice that it is below 100.00
    [Theory]
    [InlineData(150_00L, 99_99L, "told")]
    [InlineData(150_00L, 100_00L, "nothing")]
    [InlineData(99_99L, 10_00L, "nothing")]
    [InlineData(99_99L, 99_99L, "nothing")]
    [InlineData(99_99L, 100_00L, "over")]
    [InlineData(null, 10_00L, "told")]
    [InlineData(null, null, "nothing")]
    public void A_balance_is_told_of_when_it_crosses_the_line(long? before, long? after, string expected)
    {
        var changes = Of(
            new AccountFacts(Checking, new NoticeSettings { BalanceBelow = "100.00" }, Dollars(before), Dollars(after))
        );

        Assert.Equal(expected, Outcome(changes, NotificationTopics.BalanceBelow));
    }

    [Theory]
    [InlineData(99_00L, 100_01L, "told")]
    [InlineData(100_01L, 500_00L, "nothing")]
    [InlineData(100_01L, -1L, "over")]
    public void The_other_line_is_crossed_upwards(long before, long after, string expected)
    {
        var changes = Of(
            new AccountFacts(Checking, new NoticeSettings { BalanceAbove = "100.00" }, Dollars(before), Dollars(after))
        );

        Assert.Equal(expected, Outcome(changes, NotificationTopics.BalanceAbove));
    }

    [Fact]
    public void Large_transactions_are_one_notification_whichever_way_they_go()
    {
        var facts = new AccountFacts(Checking, new NoticeSettings { LargeTransaction = "100.00" }, null, null)
        {
            New = [Money(-100_00), Money(99_99), Money(5_000_00), new Money(1_000_00, Currency.Official("EUR"))],
        };

        var told = Assert.Single(Of(facts).Told);

        Assert.Equal((Id, NotificationTopics.LargeTransaction), (told.AccountId!.Value, told.Topic));
        Assert.Equal("First Bank: 2 transactions of the amount you chose, or more, on Checking.", told.Text);
    }

    [Fact]
    public void One_that_was_told_for_its_size_is_not_told_as_unusual()
    {
        var notices = new NoticeSettings { LargeTransaction = "100", UnusualTransaction = true };
        var facts = new AccountFacts(Checking, notices, null, null) { New = [Money(-200_00)], Unusual = 1 };

        Assert.Equal(NotificationTopics.LargeTransaction, Assert.Single(Of(facts).Told).Topic);
        Assert.Equal(
            NotificationTopics.UnusualTransaction,
            Assert.Single(Of(facts with { New = [Money(-99_00)] }).Told).Topic
        );
    }

    [Fact]
    public void Nothing_is_told_that_nobody_chose()
    {
        var facts = new AccountFacts(Checking, new NoticeSettings(), Money(1), Money(-1_000_000))
        {
            New = [Money(-1_000_000)],
            Unusual = 1,
        };

        Assert.Same(NotificationChanges.None, Of(facts));
    }

    [Fact]
    public void Whoever_wants_no_errors_is_told_of_none_nor_of_their_end()
    {
        var config = new ProviderFault(Recovery.Config, "code", "Why.", ProblemActions.ContactOperator);
        var broken = ConnectionHealth.AfterFault(Bank, config, Now);
        var notices = new NoticeSettings { Errors = false };
        var facts = new NotificationFacts(Bank, broken, Now);
        var healed = new NotificationFacts(broken, ConnectionHealth.AfterSuccess(broken, Now), Now);

        Assert.Single(NotificationRule.Of(facts).Told);
        Assert.Empty(NotificationRule.Of(facts with { Notices = notices }).Told);
        Assert.Single(NotificationRule.Of(healed).Told);
        Assert.Empty(NotificationRule.Of(healed with { Notices = notices }).Told);
    }

    [Theory]
    [InlineData(true, RunTrigger.Schedule, 3, true)]
    [InlineData(true, RunTrigger.Webhook, 1, true)]
    [InlineData(true, RunTrigger.Schedule, 0, false)]
    [InlineData(true, RunTrigger.Person, 3, false)]
    [InlineData(false, RunTrigger.Schedule, 3, false)]
    public void News_are_told_to_whoever_wants_them(bool isWanted, RunTrigger trigger, int created, bool isTold)
    {
        var run = new Run
        {
            Id = new RunId(PrefixedId.Derive(Now, "run")),
            UserId = Bank.UserId,
            ConnectionId = Bank.Id,
            Type = SyncType.Transactions,
            Work = SyncWork.Transactions,
            Force = false,
            Trigger = trigger,
            Status = RunStatus.Succeeded,
            CreatedAt = Now,
            Accounts = [new AccountOutcome(Id, RunStatus.Succeeded, new(Id, created, created, 0, 0, 0), null)],
        };
        var facts = new NotificationFacts(Bank, Bank, Now)
        {
            Ended = run,
            Notices = new NoticeSettings { Success = isWanted },
        };

        Assert.Equal(isTold, NotificationRule.Of(facts).Told.Any(told => told.Topic == NotificationTopics.News));
    }

    [Fact]
    public void An_amount_stands_out_beside_many_others()
    {
        var account = new AccountRhythm();
        var dice = new Random(5);
        var coffees = Enumerable.Range(0, 60).Select(_ => Spent(dice.Next(3_00, 60_00))).ToList();

        account.LearnAmounts(coffees.Take(AmountHabit.CountMin - 1).ToList());
        Assert.False(account.StandsOut(Spent(5_000_00)), "too little is known");
        account.LearnAmounts(coffees.Skip(AmountHabit.CountMin - 1).ToList());

        Assert.True(account.StandsOut(Spent(5_000_00)));
        Assert.DoesNotContain(coffees, coffee => account.StandsOut(coffee));
        Assert.False(account.StandsOut(Spent(-5_000_00)), "nothing ever came in");
        Assert.True(Again(account).StandsOut(Spent(5_000_00)), "as it rests");
    }

    [Fact]
    public void What_comes_back_by_date_does_not_stand_out()
    {
        var account = new AccountRhythm();
        account.LearnAmounts([.. Enumerable.Range(0, 60).Select(i => Spent(10_00 + i))]);
        var rent = new NewRecord(null, 7, 90) { Minor = -1_500_00 };
        Assert.True(account.StandsOut(rent));

        account.Recurrences.Learn(7, 30, 720, 740);
        account.Recurrences.Learn(7, 60, 1440, 1460);

        Assert.False(account.StandsOut(rent));
    }

    private static AccountRhythm Again(AccountRhythm account)
    {
        var rhythm = new ConnectionRhythm();
        rhythm.Accounts.Add(Id.Value, account);
        return RhythmCodec.Read(RhythmCodec.Write(rhythm)).Accounts[Id.Value];
    }

    private static NewRecord Spent(long minor) => new(null, 0, 0) { Minor = -minor };

    private static Money Money(long minor) => new(minor, Usd);

    private static Money? Dollars(long? minor) => minor is { } amount ? Money(amount) : null;

    private static NotificationChanges Of(AccountFacts facts) =>
        NotificationRule.Of(new NotificationFacts(Bank, Bank, Now) { Accounts = [facts] });

    private static string Outcome(NotificationChanges changes, string topic)
    {
        var id = NotificationRule.IdOf(Id, topic);
        return changes.Told.Any(told => told.Id == id) ? "told"
            : changes.Resolved.Contains(id) ? "over"
            : "nothing";
    }
}
