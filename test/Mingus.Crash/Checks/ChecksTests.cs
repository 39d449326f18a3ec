using Mingus.Crash.Bank;
using Mingus.Crash.Databases;

namespace Mingus.Crash.Checks;

/// <summary>The checks find what they are for: each planted damage is seen, and a sound state passes.</summary>
public sealed class ChecksTests
{
    private const string Changed = "transactions.changed";

    [Fact]
    public async Task A_sound_state_and_a_sound_change_pass()
    {
        var before = Of([Pending("p1", "txn_a")], [Named(1, "txn_a")], version: 1);
        var after = Of(
            [Gone(Pending("p1", "txn_a")), Posted("t1", "txn_a", pendingId: "p1")],
            [Named(1, "txn_a"), Named(2, "txn_a")],
            version: 2
        );

        Assert.Empty(await StandingAsync(after));
        Assert.Empty(Passage.Problems(before, after));
    }

    [Fact]
    public async Task Broken_states_are_seen()
    {
        var twoPrimaries = Of([Posted("t1", "txn_a"), Posted("t2", "txn_a")], [Named(1, "txn_a")]);
        var noPrimary = Of([Posted("t1", "txn_a") with { IsPrimary = false }], [Named(1, "txn_a")]);
        var deadPrimary = Of([Gone(Posted("t1", "txn_a")) with { IsPrimary = true }], [Named(1, "txn_a")]);
        var missingEvent = Of([], [Named(1, "txn_a"), Named(3, "txn_a")]);
        var homeless = Of([Posted("t1", "txn_a") with { ItemId = "none" }], [Named(1, "txn_a")]);
        var newId = Of(
            [Gone(Pending("p1", "txn_a")), Posted("t1", "txn_b", pendingId: "p1")],
            [Named(1, "txn_a"), Named(2, "txn_b")]
        );

        foreach (var image in (Image[])[twoPrimaries, noPrimary, deadPrimary, missingEvent, homeless, newId])
        {
            Assert.Single(await StandingAsync(image));
        }
    }

    [Fact]
    public void Broken_changes_are_seen()
    {
        var before = Of([Posted("t1", "txn_a")], [Named(1, "txn_a")], version: 1);
        var lost = Of([], [Named(1, "txn_a"), Named(2, "txn_a")], version: 2);
        var renamed = Of([Posted("t1", "txn_b")], [Named(1, "txn_a"), Named(2, "txn_b")], version: 2);
        var untold = Of([Posted("t1", "txn_a") with { AmountMinor = 7 }], [Named(1, "txn_a")], version: 2);
        var unfenced = Of(
            [Posted("t1", "txn_a") with { AmountMinor = 7 }],
            [Named(1, "txn_a"), Named(2, "txn_a")],
            version: 1
        );
        var rewritten = Of([Posted("t1", "txn_a")], [Named(1, "txn_x")], version: 1);
        var back = Of([Posted("t1", "txn_a")], [Named(1, "txn_a")], version: 0);

        foreach (var after in (Image[])[lost, renamed, untold, unfenced, rewritten, back])
        {
            Assert.Single(Passage.Problems(before, after));
        }
    }

    [Fact]
    public void A_record_may_leave_its_transaction_by_a_decision_that_names_it()
    {
        var before = Of([Posted("t1", "txn_a")], [Named(1, "txn_a")], version: 1);
        var after = Of([Posted("t1", "txn_b")], [Named(1, "txn_a"), Named(2, "txn_b")], version: 2);
        Image Decided(string state) => after with { Partings = new Dictionary<string, string> { ["dec_1"] = state } };
        var feed = before.Records.Values.Single().Feed;

        Assert.Empty(Passage.Problems(before, Decided($"{{\"records\":[\"{feed}/t1\"]}}")));
        Assert.Single(Passage.Problems(before, Decided($"{{\"records\":[\"{feed}/t11\"]}}")));
    }

    [Fact]
    public void A_run_that_is_forgotten_or_ends_twice_is_seen()
    {
        var before = Of([], [], runs: [Run("run_a", "succeeded"), Run("run_b", "running")]);
        var after = Of([], [], runs: [Run("run_a", "failed")]);

        Assert.Equal(2, Passage.Problems(before, after).Count());
    }

    private static async Task<IEnumerable<string>> StandingAsync(Image image)
    {
        await using var bank = await BankSide.StartAsync(seed: 1, TimeSpan.Zero);
        return Standing.Problems(image, bank);
    }

    private static Image Of(ImageRecord[] records, ImageEvent[] events, long version = 1, params ImageRun[] runs) =>
        new(
            new Dictionary<long, ImageUser> { [1] = new(1, "ada", version, events.Length) },
            new Dictionary<string, ImageConnection>(StringComparer.Ordinal)
            {
                ["con_a"] = new("con_a", 1, "item", "healthy", $"cursor {version}", version),
            },
            records.ToDictionary(r => (r.Feed, r.ProviderId)),
            runs.ToDictionary(r => r.Id),
            events.ToDictionary(e => (e.User, e.Sequence)),
            new Dictionary<string, string?>(StringComparer.Ordinal),
            []
        );

    private static ImageRecord Pending(string id, string transaction) =>
        Posted(id, transaction) with
        {
            Status = ImageRecord.Pending,
        };

    private static ImageRecord Gone(ImageRecord record) =>
        record with
        {
            Status = ImageRecord.Removed,
            IsPrimary = false,
        };

    private static ImageRecord Posted(string id, string transaction, string? pendingId = null) =>
        new()
        {
            User = 1,
            Feed = "fed_a",
            Account = "acc_a",
            ProviderAccount = "account",
            ItemId = "item",
            Transaction = transaction,
            ProviderId = id,
            Status = 2,
            IsPrimary = true,
            AmountMinor = -1240,
            Currency = "USD",
            Day = 739_000,
            PendingId = pendingId,
            Description = "Coffee",
            Fingerprint = "00",
        };

    private static ImageEvent Named(long sequence, string transaction) =>
        new(1, sequence, Changed, "acc_a", $$"""{"transactionIds":["{{transaction}}"],"more":false}""");

    private static ImageRun Run(string id, string status) => new(id, 1, "con_a", "transactions", status, null);
}
