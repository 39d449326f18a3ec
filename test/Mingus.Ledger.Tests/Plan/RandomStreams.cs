using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Mingus.Ledger.Match;
using Mingus.Testing;

namespace Mingus.Ledger.Tests.Plan;

/// <summary>What a provider may send: updates, each of changes. Few ids, so that everything meets everything.</summary>
/// <param name="Updates">The updates in order.</param>
public sealed record RandomStream(ImmutableArray<ImmutableArray<ProviderChange>> Updates)
{
    /// <summary>All changes in order.</summary>
    public IReadOnlyList<ProviderChange> Changes => [.. Updates.SelectMany(changes => changes)];

    public override string ToString() =>
        string.Join("\n--\n", Updates.Select(changes => string.Join('\n', changes.Select(Text))));

    private static string Text(ProviderChange change) =>
        change is ProviderChange.Upsert { Content: var content } upsert
            ? $"+ {upsert.ProviderTransactionId}@{upsert.ProviderAccountId} {content.Amount.ToText()} "
                + $"{content.Description} {(content.IsPending ? "pending" : "posted")} {content.PendingTransactionId}"
            : $"- {change.ProviderTransactionId}@{change.ProviderAccountId}";
}

/// <summary>
/// Random streams of adds, posts, changes, removals and returns, with right, wrong, double and dangling links; ids that
/// are in two accounts; removals that name no account. They shrink by leaving out updates and changes.
/// </summary>
public static class RandomStreams
{
    private static readonly string[] Accounts = ["a1", "a1", "a1", "a2"];
    private static readonly string[] Amounts = ["-10.00", "-12.00", "5.00"];
    private static readonly string[] Merchants = ["Blue Bottle", "BLUE BOTTLE", "PWP", "Google Domains"];
    private static readonly string[] Ids = ["R0", "R1", "R2", "R3", "R4", "R5", "R6", "R7"];

    private static readonly Gen<ProviderChange> AnyChange = Gen.Frequency(
        (8, Upsert()),
        (2, Gen.Elements(Accounts).SelectMany(a => Gen.Elements(Ids).Select(id => Removal(a, id)))),
        (1, Gen.Elements(Ids).Select(id => Removal("", id)))
    );

    public static Arbitrary<RandomStream> Streams() =>
        Arb.From(
            AnyChange
                .ListOf()
                .Select(changes => changes.ToImmutableArray())
                .ListOf()
                .Select(updates => new RandomStream([.. updates])),
            Smaller
        );

    /// <summary>An update of changes, over both accounts.</summary>
    public static ProviderUpdate Update(IReadOnlyList<ProviderChange> changes) =>
        LedgerText.Update(changes) with
        {
            Accounts = [LedgerText.AccountOfUnknownBalance("a1"), LedgerText.AccountOfUnknownBalance("a2")],
        };

    /// <summary>What the stream says in the end, by the simplest rule there is: the last word on each id
    /// counts.</summary>
    public static Dictionary<(string Account, string Id), RecordContent> Reference(IEnumerable<ProviderChange> changes)
    {
        var live = new Dictionary<(string, string), RecordContent>();
        foreach (var change in changes)
        {
            if (change is ProviderChange.Upsert upsert)
            {
                live[(change.ProviderAccountId, change.ProviderTransactionId)] = upsert.Content;
            }
            else if (change.ProviderAccountId.Length > 0)
            {
                live.Remove((change.ProviderAccountId, change.ProviderTransactionId));
            }
            else
            {
                live.Remove(("a1", change.ProviderTransactionId));
                live.Remove(("a2", change.ProviderTransactionId));
            }
        }

        return live;
    }

    /// <summary>What the ledger says: the live records' contents.</summary>
    public static Dictionary<(string Account, string Id), RecordContent> Live(LedgerModel ledger)
    {
        var accounts = ledger.Feeds.ToDictionary(feed => feed.Id, feed => feed.ProviderAccountId);
        return ledger
            .Records.Where(record => record.IsLive)
            .ToDictionary(record => (accounts[record.FeedId], record.ProviderTransactionId), record => record.Content);
    }

    private static ProviderChange Removal(string account, string id) => new ProviderChange.Removal(account, id);

    private static Gen<ProviderChange> Upsert() =>
        from account in Gen.Elements(Accounts)
        from id in Gen.Elements(Ids)
        from amount in Gen.Elements(Amounts)
        from merchant in Gen.Elements(Merchants)
        from isPending in Gen.Elements(true, false)
        from link in Gen.Frequency((3, Gen.Elements<string?>(Ids)), (2, Gen.Constant<string?>(null)))
        select (ProviderChange)
            new ProviderChange.Upsert(
                account,
                id,
                LedgerText.Content(amount, "2026-11-20", merchant, isPending) with
                {
                    PendingTransactionId = link,
                }
            );

    private static IEnumerable<RandomStream> Smaller(RandomStream stream)
    {
        for (var update = 0; update < stream.Updates.Length; update++)
        {
            yield return new RandomStream(stream.Updates.RemoveAt(update));
            for (var change = 0; change < stream.Updates[update].Length; change++)
            {
                yield return new RandomStream(stream.Updates.SetItem(update, stream.Updates[update].RemoveAt(change)));
            }
        }
    }
}
