using Mingus.Ledger;
using Mingus.Ledger.Link;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Storage.Rows;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage;

/// <summary>Decisions, duplicates, and what persons' acts rest on.</summary>
internal sealed class DecisionStore(Journal journal) : IDecisionStore
{
    private static readonly FallingList<Decision> DecisionList = new(
        ListKind.Decisions,
        Sql.ListDecisions,
        DecisionRows.Read,
        static item => (item.At, item.Id.Value)
    );

    private readonly SliceLoads _loads = new(journal);

    public Task<Snapshot<Page<Decision>>> Decisions(
        UserId userId,
        AccountId? accountId,
        PageRequest page,
        CancellationToken cancellationToken
    ) => journal.Falling(userId, DecisionList, page, args => BindAccount(args, accountId), cancellationToken);

    public Task<Snapshot<Decision?>> Decision(
        UserId userId,
        DecisionId decisionId,
        CancellationToken cancellationToken
    ) =>
        journal.One(
            userId,
            Sql.ReadDecision,
            args => args.Id("decision_id", decisionId.Value),
            DecisionRows.Read,
            cancellationToken
        );

    public async Task<IReadOnlyList<Decision>> MatchesOf(
        UserId userId,
        TransactionId transactionId,
        CancellationToken cancellationToken
    )
    {
        var matches = new List<Decision>();
        var script = new Script().Read(
            Sql.ListTransactionMatches,
            args =>
            {
                args.Long("user_id", userId.Value);
                args.Id("transaction_id", transactionId.Value);
            },
            row => matches.Add(DecisionRows.Read(row))
        );
        await journal.Read(script, cancellationToken);
        return matches;
    }

    public async Task<Snapshot<IReadOnlyList<RuleCounts>>> CountsByRule(
        UserId userId,
        CancellationToken cancellationToken
    )
    {
        var counts = new List<RuleCounts>();
        var query = new Query(userId).Read(
            Sql.CountMatches,
            args => args.Long("user_id", userId.Value),
            row => counts.Add(DecisionRows.ReadCounts(row))
        );
        await journal.Read(query.Script, cancellationToken);
        return query.Answer<IReadOnlyList<RuleCounts>>(counts);
    }

    public async Task<Snapshot<Page<DuplicateGroup>>> Duplicates(
        UserId userId,
        DuplicateFilter filter,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var before = PageKey.Read(ListKind.Duplicates, page.After) ?? PageKey.Top;
        var (sequence, found) = await List(userId, filter, duplicateId: null, (page.Limit, before), cancellationToken);
        return new Snapshot<Page<DuplicateGroup>>(sequence, found);
    }

    public async Task<Snapshot<DuplicateGroup?>> Duplicate(
        UserId userId,
        DuplicateId duplicateId,
        CancellationToken cancellationToken
    )
    {
        var (sequence, found) = await List(
            userId,
            new DuplicateFilter(),
            duplicateId,
            (1, PageKey.Top),
            cancellationToken
        );
        return new Snapshot<DuplicateGroup?>(sequence, found.Items.Count == 0 ? null : found.Items[0]);
    }

    public Task<Snapshot<AccountLink?>> AccountLink(
        UserId userId,
        AccountLinkId linkId,
        CancellationToken cancellationToken
    ) =>
        journal.One(
            userId,
            Sql.ReadAccountLink,
            args => args.Id("link_id", linkId.Value),
            LinkRows.Read,
            cancellationToken
        );

    public Task<Snapshot<AccountLink?>> AccountLink(
        UserId userId,
        FeedId feedId,
        AccountId accountId,
        CancellationToken cancellationToken
    ) =>
        journal.One(
            userId,
            Sql.FindAccountLink,
            args =>
            {
                args.Id("feed_id", feedId.Value);
                args.Id("account_id", accountId.Value);
            },
            LinkRows.Read,
            cancellationToken
        );

    public Task<LedgerSlice> LoadRecords(
        UserId userId,
        IReadOnlyList<RecordKey> names,
        IReadOnlyList<TransactionId> transactions,
        CancellationToken cancellationToken
    ) => _loads.LoadRecords(userId, names, transactions, cancellationToken);

    private async Task<Snapshot<Page<DuplicateGroup>>> List(
        UserId userId,
        DuplicateFilter filter,
        DuplicateId? duplicateId,
        (int Limit, PageKey Before) page,
        CancellationToken cancellationToken
    )
    {
        var list = new Listing<DuplicateGroup>(
            ListKind.Duplicates,
            page.Limit,
            DecisionRows.ReadDuplicate,
            group => new PageKey(group.At.ToUnixTimeMilliseconds(), group.Id.Value)
        );
        var records = new List<LedgerRecord>();
        var query = new Query(userId).Read(
            Sql.ListDuplicates,
            args =>
            {
                PageRows.BindFalling(args, userId, page.Before, list.RowsAsked);
                BindAccount(args, filter.AccountId);
                args.Text("state", filter.State is { } state ? Words<LinkState>.Of(state) : null);
                args.Long("has_duplicate", duplicateId is null ? 0 : 1);
                args.Id("duplicate_id", duplicateId?.Value);
            },
            list.Read
        );
        query.Script.Then();
        query.Script.ReadOfEach<TransactionId>(
            Sql.ListTransactionRecords,
            () => [.. list.Items.SelectMany(static group => new[] { group.One, group.Other }).Distinct()],
            args => args.Long("user_id", userId.Value),
            static (args, id) => args.Id("transaction_id", id.Value),
            row => records.Add(RecordRows.Read(row))
        );
        await journal.Read(query.Script, cancellationToken);
        var told = records.ToLookup(static record => record.TransactionId);
        var items = list.Items.Select(group =>
            group with
            {
                Records = [.. told[group.One].Concat(group.One == group.Other ? [] : told[group.Other])],
            }
        );
        return query.Answer(new Page<DuplicateGroup>([.. items], list.Next));
    }

    private static void BindAccount(IArgs args, AccountId? accountId)
    {
        args.Long("has_account", accountId is null ? 0 : 1);
        args.Id("account_id", accountId?.Value);
    }
}
