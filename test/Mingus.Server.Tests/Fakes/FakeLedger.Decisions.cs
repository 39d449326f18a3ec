using Mingus.Ledger;
using Mingus.Ledger.Link;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Sync.Ports;

namespace Mingus.Server.Tests.Fakes;

internal sealed partial class FakeLedger : IDecisionStore
{
    public List<Decision> DecisionList { get; } = [];

    public List<DuplicateGroup> DuplicateList { get; } = [];

    public Task<Snapshot<Page<Decision>>> Decisions(
        UserId userId,
        AccountId? accountId,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var found = DecisionList.Where(made => accountId is null || made.AccountId == accountId);
        return Seen(userId, PageOf(found, page), new([], null));
    }

    public Task<Snapshot<Decision?>> Decision(
        UserId userId,
        DecisionId decisionId,
        CancellationToken cancellationToken
    ) => Seen(userId, DecisionList.Find(made => made.Id == decisionId), null);

    public Task<IReadOnlyList<Decision>> MatchesOf(
        UserId userId,
        TransactionId transactionId,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<Decision>>([]);

    public List<RuleCounts> RuleCountList { get; } = [];

    public Task<Snapshot<IReadOnlyList<RuleCounts>>> CountsByRule(UserId userId, CancellationToken cancellationToken) =>
        Seen<IReadOnlyList<RuleCounts>>(userId, RuleCountList, []);

    public Task<Snapshot<Page<DuplicateGroup>>> Duplicates(
        UserId userId,
        DuplicateFilter filter,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var found = DuplicateList.Where(group => filter.State is null || group.State == filter.State);
        return Seen(userId, PageOf(found, page), new([], null));
    }

    public Task<Snapshot<DuplicateGroup?>> Duplicate(
        UserId userId,
        DuplicateId duplicateId,
        CancellationToken cancellationToken
    ) => Seen(userId, DuplicateList.Find(group => group.Id == duplicateId), null);

    public Task<Snapshot<AccountLink?>> AccountLink(
        UserId userId,
        AccountLinkId linkId,
        CancellationToken cancellationToken
    ) => Seen(userId, Links.Find(link => link.Id == linkId), null);

    public Task<Snapshot<AccountLink?>> AccountLink(
        UserId userId,
        FeedId feedId,
        AccountId accountId,
        CancellationToken cancellationToken
    ) => Seen(userId, Links.Find(link => link.FeedId == feedId && link.AccountId == accountId), null);

    public Task<LedgerSlice> LoadRecords(
        UserId userId,
        IReadOnlyList<RecordKey> names,
        IReadOnlyList<TransactionId> transactions,
        CancellationToken cancellationToken
    ) => Task.FromResult(LedgerSlice.Empty(0));
}
