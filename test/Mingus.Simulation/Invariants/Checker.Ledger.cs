using Mingus.Ledger;
using Mingus.Ledger.Decisions;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Simulation.Memory;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Invariants;

/// <summary>Invariants 2, 4, 5, 6 and 7: what the ledger says of money, days and ids.</summary>
internal sealed partial class Checker
{
    private static readonly string[] BalanceRules = ["balance_witness", "retold"];

    private void Invariant_2_one_record_an_id_and_one_shown_a_transaction(
        UserLedger user,
        HashSet<TransactionId> transactions
    )
    {
        foreach (var id in transactions)
        {
            var (live, shown) = (0, 0);
            foreach (var record in user.RecordsOf(id))
            {
                live += record.IsLive ? 1 : 0;
                shown += record.IsPrimary ? 1 : 0;
                if (record is { IsPrimary: true, IsLive: false })
                {
                    Fail($"2: {id} shows {record.ProviderTransactionId}, which is withdrawn");
                }
            }

            if (shown != Math.Min(live, 1))
            {
                Fail($"2: {id} shows {shown} of {live} live records");
            }
        }
    }

    private void Invariant_4_two_posted_of_a_feed_are_two(UserLedger user, HashSet<TransactionId> transactions)
    {
        foreach (var id in transactions)
        {
            if (user.MembersOf(id).Count < 2)
            {
                continue;
            }

            var twice = user.RecordsOf(id)
                .Where(static r => r.Status == RecordStatus.Posted)
                .GroupBy(static r => r.FeedId)
                .FirstOrDefault(static g => g.Skip(1).Any());
            if (twice is not null && !IsJustified(user, id, [.. twice.Select(RecordKey.Of)]))
            {
                Fail($"4: {id} has {twice.Count()} posted records of feed {twice.Key}, and nobody said so");
            }
        }
    }

    // A decision stands for the records it names: joined, they may go to another transaction together, and the id under
    // which they were joined may belong to others again.
    private static bool IsJustified(UserLedger user, TransactionId id, IReadOnlyList<RecordKey> twice)
    {
        var members = user.MembersOf(id).ToHashSet();
        return user.Said.Values.Any(p =>
                p.Word == PairWord.Same && members.Contains(p.One) && members.Contains(p.Other)
            )
            || user.Decisions.Values.Any(d =>
                d.UndoneBy is null
                && (d.ByPerson || BalanceRules.Contains(d.Rule, StringComparer.Ordinal))
                && ((d.TransactionId is { } about && user.Follow(about) == id) || Joined(d, twice))
            );
    }

    private static bool Joined(Decision decision, IReadOnlyList<RecordKey> twice) =>
        DecisionState
            .Read(decision.After)
            .Transactions.Any(transaction => twice.All(key => transaction.Records.Contains(key)));

    private void Invariant_5_transactions_explain_the_balance(Written written, SyncCommit commit, Memory memory)
    {
        var user = written.User;
        foreach (var balance in commit.Plan.Balances)
        {
            if (!user.Feeds.TryGetValue(balance.FeedId, out var feed) || feed.ConnectionId != commit.Connection.Id)
            {
                continue;
            }

            if (user.LastBalance(feed.Id, static _ => true) is { } last && last.AsOf > world.Clock.Now.AddDays(1))
            {
                Fail($"5: a balance of feed {feed.Id} is from the future");
            }

            if (balance.CameWithUpdate)
            {
                CheckBalance(user, feed, balance, commit, memory);
            }
        }
    }

    private void CheckBalance(UserLedger user, Feed feed, BalanceSnapshot balance, SyncCommit commit, Memory memory)
    {
        var item = world.Bank.Item(commit.Connection.ItemId);
        var account = item.Household.Accounts.First(a => item.AccountIdOf(a) == feed.ProviderAccountId);
        var told = item.BalancesAt(account.Number, PositionOf(commit.Plan.NextCursor));
        if (told.Count > 0 && !told.Contains(balance.Current.Minor))
        {
            Fail($"5: a balance of {feed.ProviderAccountId} is stored as {balance.Current}, told {told[^1]}");
        }

        if (memory.Dated.TryGetValue(feed.Id, out var dated) && balance.AsOf < dated)
        {
            Fail($"5: a balance of {feed.ProviderAccountId} is dated {balance.AsOf:o}, the one before {dated:o}");
        }

        memory.Dated[feed.Id] = balance.AsOf;
        var posted = user.RecordsOf(feed.Id)
            .Where(static r => r.Status == RecordStatus.Posted)
            .GroupBy(static r => r.TransactionId)
            .Sum(static g => g.OrderBy(static r => r.RowNumber).First().Content.Amount.Minor);
        var state = user.MatchStates.GetValueOrDefault(feed.AccountId)?.Feeds.GetValueOrDefault(feed.Id);
        var before = memory.Witness.TryGetValue(feed.Id, out var seen) ? seen : ((long, long, long?)?)null;
        memory.Witness[feed.Id] = (balance.Current.Minor, posted, state?.Opening);
        if (state is null)
        {
            Fail($"5: nothing is remembered of feed {feed.Id} though a balance came with its update");
            return;
        }

        var isTold = user.Findings.Values.Any(f =>
            f.Check == "balance_differs" && f.AccountId == feed.AccountId && f.State != FindingState.Resolved
        );
        if (state is { Off: not 0, Agreements: > 0 } && !isTold)
        {
            Fail($"5: the balance of {feed.ProviderAccountId} is off by {state.Off}, and no finding says so");
        }

        var isSame = before is var (b, p, o) && o == state.Opening && state.Agreements > 0;
        if (isSame && balance.Current.Minor - posted != state.Opening + state.Off && posted == state.PostedSum)
        {
            Fail($"5: the balance of {feed.ProviderAccountId} is off, and the ledger believes that it is not");
        }

        if (state.PostedSum != posted && !user.Said.Values.Any() && !HasMerged(user, feed))
        {
            Fail($"5: {feed.ProviderAccountId} has posted {posted}, and {state.PostedSum} is remembered");
        }
    }

    // Where several rows of a feed are one transaction, which of them counts is the ledger's to say.
    private static bool HasMerged(UserLedger user, Feed feed) =>
        user.RecordsOf(feed.Id)
            .Where(static r => r.Status == RecordStatus.Posted)
            .GroupBy(static r => r.TransactionId)
            .Any(static g => g.Skip(1).Any());

    private void Invariant_6_coverage_is_tidy_and_claims_what_was_read(UserLedger user, SyncPlan plan, Memory memory)
    {
        foreach (var coverage in plan.Coverage)
        {
            var now = user.Coverage.GetValueOrDefault(coverage.FeedId);
            if (now is null || !user.Feeds.TryGetValue(coverage.FeedId, out var feed))
            {
                Fail($"6: coverage of feed {coverage.FeedId} is lost");
                continue;
            }

            var connection = user.Connections[feed.ConnectionId].Connection;
            var item = world.Bank.Item(connection.ItemId);
            for (var i = 1; i < now.Proved.Count; i++)
            {
                if (now.Proved[i].From.DayNumber <= now.Proved[i - 1].To.DayNumber + 1)
                {
                    Fail($"6: {now.Proved[i - 1]} and {now.Proved[i]} of feed {feed.Id} overlap or touch");
                }
            }

            var linked = DateOnly.FromDateTime(connection.CreatedAt.UtcDateTime);
            if (now.Proved.From < now.AskedFrom || now.AskedFrom < linked.AddDays(-732))
            {
                Fail($"6: feed {feed.Id} claims {now.Proved.From}, which nobody asked for");
            }

            if (item.ReadAt is { } read && now.Proved.To > DateOnly.FromDateTime(read.UtcDateTime))
            {
                Fail($"6: feed {feed.Id} claims {now.Proved.To}, and the bank was last read {read:yyyy-MM-dd}");
            }

            if (item.History != HistoryStatus.Complete && now.Proved.Days > 31 + DaysSince(item.LinkedAt))
            {
                Fail($"6: feed {feed.Id} claims {now.Proved.Days} days of a history that is not there yet");
            }

            if (memory.Coverage.TryGetValue(feed.Id, out var before) && !before.Proved.All(Keeps))
            {
                Fail($"6: feed {feed.Id} forgets days that it had read");
            }

            memory.Coverage[feed.Id] = now;

            bool Keeps(DateInterval days) => now.Proved.Any(p => p.From <= days.From && days.To <= p.To);
        }
    }

    private int DaysSince(DateTimeOffset at) => (int)(world.Clock.Now - at).TotalDays;

    private void Invariant_7_an_id_keeps_its_meaning(Written written, SyncPlan plan, Memory memory)
    {
        var user = written.User;
        foreach (var change in plan.Records)
        {
            var key = RecordKey.Of(change.After);
            if (!user.Records.TryGetValue(key, out var now))
            {
                continue;
            }

            var first = memory.SeenAs.TryGetValue(key, out var seen) ? seen : memory.SeenAs[key] = now.TransactionId;
            var isFound =
                user.Follow(first) == now.TransactionId
                || user.RecordsOf(user.Follow(first)).Any(r => RecordKey.Of(r) != key)
                || plan.Decisions.Count > 0;
            if (!isFound)
            {
                Fail($"7: {first}, once shown, leads nowhere: {key.ProviderTransactionId} is {now.TransactionId} now");
            }

            if (change.Before is { } before && before.TransactionId != now.TransactionId && plan.Decisions.Count == 0)
            {
                Fail($"7: {key.ProviderTransactionId} went from {before.TransactionId} to another without a decision");
            }
        }

        foreach (var finding in plan.Findings)
        {
            if (memory.Dismissed.Contains(finding.Id) && user.Findings[finding.Id].State == FindingState.Open)
            {
                Fail($"7: {finding.Id} was dismissed by a person, and is open again");
            }
        }

        if (plan.Redirects.Count > 0 || plan.Restored.Count > 0 || plan.Decisions.Count > 0)
        {
            Invariant_7_what_people_said_stands(user, memory);
        }
    }

    private void Invariant_7_what_people_said_stands(UserLedger user, Memory memory)
    {
        foreach (var (id, text) in memory.Notes)
        {
            if (!user.Notes.ContainsKey(id) || !user.Notes.ContainsKey(user.Follow(id)))
            {
                Fail($"7: what a person wrote on {id} ({text}) is not found any more");
            }
        }

        foreach (var pair in memory.Said.Values)
        {
            if (!user.Said.ContainsKey((pair.One, pair.Other)))
            {
                Fail($"7: what a person said of {pair.One.ProviderTransactionId} is forgotten");
            }

            var (one, other) = (user.Records.GetValueOrDefault(pair.One), user.Records.GetValueOrDefault(pair.Other));
            if (one is not { IsLive: true } || other is not { IsLive: true })
            {
                continue;
            }

            if (pair.Word == PairWord.Different && one.TransactionId == other.TransactionId)
            {
                Fail($"7: {pair.One.ProviderTransactionId} and {pair.Other.ProviderTransactionId} are one again");
            }

            // A transaction is of one account: who parts the accounts of two feeds says later that their rows are two.
            if (
                pair.Word == PairWord.Same
                && one.AccountId == other.AccountId
                && one.TransactionId != other.TransactionId
            )
            {
                Fail($"7: {pair.One.ProviderTransactionId} and {pair.Other.ProviderTransactionId} are two again");
            }
        }

        foreach (var id in memory.Dismissed)
        {
            if (user.Findings[id].State != FindingState.Dismissed)
            {
                Fail($"7: {id} was dismissed by a person, and is {user.Findings[id].State}");
            }
        }
    }
}
