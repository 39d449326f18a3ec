using Mingus.Ledger;
using Mingus.Ledger.Decisions;
using Mingus.Ledger.Link;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Memory;

/// <summary>Decisions and duplicates, as people's acts ask for them.</summary>
internal sealed class MemoryDecisions(MemoryDatabase database) : IDecisionStore
{
    public Task<Snapshot<Page<Decision>>> Decisions(
        UserId userId,
        AccountId? accountId,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var user = database.Of(userId);
        IReadOnlyList<Decision> made =
        [
            .. user.Decisions.Values.Where(d => accountId is null || d.AccountId == accountId).Reverse(),
        ];
        return Answer(user, new Page<Decision>(made, null));
    }

    public Task<Snapshot<IReadOnlyList<RuleCounts>>> CountsByRule(UserId userId, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The engine does not ask this.");

    public Task<Snapshot<Decision?>> Decision(UserId userId, DecisionId decisionId, CancellationToken cancellationToken)
    {
        var user = database.Of(userId);
        return Answer(user, user.Decisions.GetValueOrDefault(decisionId));
    }

    public Task<IReadOnlyList<Decision>> MatchesOf(
        UserId userId,
        TransactionId transactionId,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<Decision>>([.. Matches(database.Of(userId), transactionId)]);

    public Task<Snapshot<Page<DuplicateGroup>>> Duplicates(
        UserId userId,
        DuplicateFilter filter,
        PageRequest page,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException("The engine does not ask this.");

    public Task<Snapshot<DuplicateGroup?>> Duplicate(
        UserId userId,
        DuplicateId duplicateId,
        CancellationToken cancellationToken
    )
    {
        var user = database.Of(userId);
        return Answer(user, Asked(user, duplicateId) ?? Joined(user, new TransactionId(duplicateId.Value)));
    }

    public Task<Snapshot<AccountLink?>> AccountLink(
        UserId userId,
        AccountLinkId linkId,
        CancellationToken cancellationToken
    )
    {
        var user = database.Of(userId);
        return Answer(user, user.Links.GetValueOrDefault(linkId));
    }

    public Task<Snapshot<AccountLink?>> AccountLink(
        UserId userId,
        FeedId feedId,
        AccountId accountId,
        CancellationToken cancellationToken
    )
    {
        var user = database.Of(userId);
        return Answer(user, user.Links.Values.FirstOrDefault(l => l.FeedId == feedId && l.AccountId == accountId));
    }

    public Task<LedgerSlice> LoadRecords(
        UserId userId,
        IReadOnlyList<RecordKey> names,
        IReadOnlyList<TransactionId> transactions,
        CancellationToken cancellationToken
    )
    {
        var user = database.Of(userId);
        var found = names
            .Where(user.Records.ContainsKey)
            .Select(key => user.Records[key].TransactionId)
            .Concat(transactions)
            .Distinct()
            .SelectMany(user.RecordsOf);
        return Task.FromResult(
            MemoryStore.SliceOf(user, found) with
            {
                MatchStates = user.MatchStates.ToDictionary(),
                PersonPairs = [.. user.Said.Values],
            }
        );
    }

    /// <summary>Decisions that stand and joined records to that transaction, newest first.</summary>
    public static IEnumerable<Decision> Matches(UserLedger user, TransactionId transaction) =>
        user
            .Decisions.Values.Where(d =>
                d is { Kind: "match", UndoneBy: null, Rule: not "pending_link" } && d.TransactionId == transaction
            )
            .OrderByDescending(static d => d.At)
            .ThenByDescending(static d => d.Id.Value);

    private static DuplicateGroup? Asked(UserLedger user, DuplicateId id)
    {
        if (!user.Questions.TryGetValue(id, out var question))
        {
            return null;
        }

        var asked = question.Suggestion;
        var isOpen =
            question.State != LinkState.Suggested
            || (
                user.RecordsOf(asked.One).Any(static r => r.IsLive)
                && user.RecordsOf(asked.Other).Any(static r => r.IsLive)
            );
        return isOpen
            ? new DuplicateGroup
            {
                Id = id,
                AccountId = asked.AccountId,
                State = question.State,
                One = asked.One,
                Other = asked.Other,
                Score = asked.Score,
                Reasons = asked.Reasons,
                At = asked.At,
                DecisionId = question.DecisionId,
            }
            : null;
    }

    private static DuplicateGroup? Joined(UserLedger user, TransactionId transaction) =>
        Matches(user, transaction).FirstOrDefault() is { } match && user.MembersOf(transaction).Count > 1
            ? new DuplicateGroup
            {
                Id = new DuplicateId(transaction.Value),
                AccountId = match.AccountId ?? user.RecordsOf(transaction).First().AccountId,
                State = LinkState.Linked,
                One = transaction,
                Other = transaction,
                At = match.At,
                DecisionId = match.Id,
            }
            : null;

    private static Task<Snapshot<T>> Answer<T>(UserLedger user, T value) =>
        Task.FromResult(new Snapshot<T>(user.LastSequence, value));
}
