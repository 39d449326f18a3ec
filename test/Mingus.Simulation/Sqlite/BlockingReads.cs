using Mingus.Ledger;
using Mingus.Ledger.Link;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Ledger.Reconcile;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Sqlite;

/// <summary>The queries of the real store, waited for.</summary>
internal sealed class BlockingQueries(ILedgerQueries inner) : ILedgerQueries
{
    public Task<Snapshot<Page<ConnectionView>>> Connections(
        UserId userId,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Blocking.Done(() => inner.Connections(userId, page, cancellationToken));

    public Task<Snapshot<ConnectionView?>> Connection(
        UserId userId,
        ConnectionId connectionId,
        CancellationToken cancellationToken
    ) => Blocking.Done(() => inner.Connection(userId, connectionId, cancellationToken));

    public Task<Snapshot<Page<AccountView>>> Accounts(
        UserId userId,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Blocking.Done(() => inner.Accounts(userId, page, cancellationToken));

    public Task<Snapshot<AccountView?>> Account(
        UserId userId,
        AccountId accountId,
        CancellationToken cancellationToken
    ) => Blocking.Done(() => inner.Account(userId, accountId, cancellationToken));

    public Task<Snapshot<AccountMatchState?>> MatchState(
        UserId userId,
        AccountId accountId,
        CancellationToken cancellationToken
    ) => Blocking.Done(() => inner.MatchState(userId, accountId, cancellationToken));

    public Task<Snapshot<Page<TransactionView>?>> Transactions(
        UserId userId,
        AccountId accountId,
        TransactionFilter filter,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Blocking.Done(() => inner.Transactions(userId, accountId, filter, page, cancellationToken));

    public Task<Snapshot<TransactionView?>> Transaction(
        UserId userId,
        TransactionId transactionId,
        CancellationToken cancellationToken
    ) => Blocking.Done(() => inner.Transaction(userId, transactionId, cancellationToken));

    public Task<Snapshot<Page<BalanceSnapshot>?>> Balances(
        UserId userId,
        AccountId accountId,
        DateOnly? from,
        DateOnly? to,
        bool onePerDay,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Blocking.Done(() => inner.Balances(userId, accountId, from, to, onePerDay, page, cancellationToken));

    public Task<Snapshot<Page<Run>>> Runs(
        UserId userId,
        AccountId? accountId,
        ConnectionId? connectionId,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Blocking.Done(() => inner.Runs(userId, accountId, connectionId, page, cancellationToken));

    public Task<Snapshot<Run?>> Run(UserId userId, RunId runId, CancellationToken cancellationToken) =>
        Blocking.Done(() => inner.Run(userId, runId, cancellationToken));

    public Task<Snapshot<Page<Finding>>> Findings(
        UserId userId,
        FindingFilter filter,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Blocking.Done(() => inner.Findings(userId, filter, page, cancellationToken));

    public Task<Snapshot<Finding?>> Finding(UserId userId, FindingId findingId, CancellationToken cancellationToken) =>
        Blocking.Done(() => inner.Finding(userId, findingId, cancellationToken));

    public Task<Snapshot<Page<QuarantineItem>>> Quarantine(
        UserId userId,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Blocking.Done(() => inner.Quarantine(userId, page, cancellationToken));

    public Task<Snapshot<QuarantineItem?>> QuarantineItem(
        UserId userId,
        QuarantineId quarantineId,
        CancellationToken cancellationToken
    ) => Blocking.Done(() => inner.QuarantineItem(userId, quarantineId, cancellationToken));

    public Task<Snapshot<Page<AccountLink>>> AccountLinks(
        UserId userId,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Blocking.Done(() => inner.AccountLinks(userId, page, cancellationToken));

    public Task<EventPage> Events(UserId userId, long after, int limit, CancellationToken cancellationToken) =>
        Blocking.Done(() => inner.Events(userId, after, limit, cancellationToken));

    public Task Ping(CancellationToken cancellationToken) => Blocking.Done(() => inner.Ping(cancellationToken));

    public Task<int> PruneEvents(DateTimeOffset before, CancellationToken cancellationToken) =>
        Blocking.Done(() => inner.PruneEvents(before, cancellationToken));
}

/// <summary>Its decisions, waited for.</summary>
internal sealed class BlockingDecisions(IDecisionStore inner) : IDecisionStore
{
    public Task<Snapshot<Page<Decision>>> Decisions(
        UserId userId,
        AccountId? accountId,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Blocking.Done(() => inner.Decisions(userId, accountId, page, cancellationToken));

    public Task<Snapshot<Decision?>> Decision(
        UserId userId,
        DecisionId decisionId,
        CancellationToken cancellationToken
    ) => Blocking.Done(() => inner.Decision(userId, decisionId, cancellationToken));

    public Task<IReadOnlyList<Decision>> MatchesOf(
        UserId userId,
        TransactionId transactionId,
        CancellationToken cancellationToken
    ) => Blocking.Done(() => inner.MatchesOf(userId, transactionId, cancellationToken));

    public Task<Snapshot<Page<DuplicateGroup>>> Duplicates(
        UserId userId,
        DuplicateFilter filter,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Blocking.Done(() => inner.Duplicates(userId, filter, page, cancellationToken));

    public Task<Snapshot<DuplicateGroup?>> Duplicate(
        UserId userId,
        DuplicateId duplicateId,
        CancellationToken cancellationToken
    ) => Blocking.Done(() => inner.Duplicate(userId, duplicateId, cancellationToken));

    public Task<Snapshot<AccountLink?>> AccountLink(
        UserId userId,
        AccountLinkId linkId,
        CancellationToken cancellationToken
    ) => Blocking.Done(() => inner.AccountLink(userId, linkId, cancellationToken));

    public Task<Snapshot<AccountLink?>> AccountLink(
        UserId userId,
        FeedId feedId,
        AccountId accountId,
        CancellationToken cancellationToken
    ) => Blocking.Done(() => inner.AccountLink(userId, feedId, accountId, cancellationToken));

    public Task<Snapshot<IReadOnlyList<RuleCounts>>> CountsByRule(UserId userId, CancellationToken cancellationToken) =>
        Blocking.Done(() => inner.CountsByRule(userId, cancellationToken));

    public Task<LedgerSlice> LoadRecords(
        UserId userId,
        IReadOnlyList<RecordKey> names,
        IReadOnlyList<TransactionId> transactions,
        CancellationToken cancellationToken
    ) => Blocking.Done(() => inner.LoadRecords(userId, names, transactions, cancellationToken));
}

/// <summary>What validations read of it, waited for.</summary>
internal sealed class BlockingValidations(IValidationStore inner) : IValidationStore
{
    public Task<IReadOnlyList<LedgerRecord>> Walk(
        UserId userId,
        WalkPosition after,
        int limit,
        CancellationToken cancellationToken
    ) => Blocking.Done(() => inner.Walk(userId, after, limit, cancellationToken));

    public Task<IReadOnlyList<Finding>> Standing(
        UserId userId,
        AccountId accountId,
        CancellationToken cancellationToken
    ) => Blocking.Done(() => inner.Standing(userId, accountId, cancellationToken));

    public Task<Snapshot<Page<ValidationReport>?>> Validations(
        UserId userId,
        AccountId accountId,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Blocking.Done(() => inner.Validations(userId, accountId, page, cancellationToken));

    public Task<Snapshot<ValidationReport?>> Validation(
        UserId userId,
        ValidationId validationId,
        CancellationToken cancellationToken
    ) => Blocking.Done(() => inner.Validation(userId, validationId, cancellationToken));
}
