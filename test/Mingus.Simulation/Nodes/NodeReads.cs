using Mingus.Ledger;
using Mingus.Ledger.Link;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;
using Mingus.Ledger.Reconcile;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Nodes;

/// <summary>Queries as a node has them.</summary>
internal sealed class NodeQueries(ILedgerQueries inner, FaultPoints points) : ILedgerQueries
{
    public Task<Snapshot<Page<ConnectionView>>> Connections(
        UserId userId,
        PageRequest page,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.Connections(userId, page, cancellationToken));

    public Task<Snapshot<ConnectionView?>> Connection(
        UserId userId,
        ConnectionId connectionId,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.Connection(userId, connectionId, cancellationToken));

    public Task<Snapshot<Page<AccountView>>> Accounts(
        UserId userId,
        PageRequest page,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.Accounts(userId, page, cancellationToken));

    public Task<Snapshot<AccountView?>> Account(
        UserId userId,
        AccountId accountId,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.Account(userId, accountId, cancellationToken));

    public Task<Snapshot<AccountMatchState?>> MatchState(
        UserId userId,
        AccountId accountId,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.MatchState(userId, accountId, cancellationToken));

    public Task<Snapshot<Page<TransactionView>?>> Transactions(
        UserId userId,
        AccountId accountId,
        TransactionFilter filter,
        PageRequest page,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.Transactions(userId, accountId, filter, page, cancellationToken));

    public Task<Snapshot<TransactionView?>> Transaction(
        UserId userId,
        TransactionId transactionId,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.Transaction(userId, transactionId, cancellationToken));

    public Task<Snapshot<Page<BalanceSnapshot>?>> Balances(
        UserId userId,
        AccountId accountId,
        DateOnly? from,
        DateOnly? to,
        bool onePerDay,
        PageRequest page,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.Balances(userId, accountId, from, to, onePerDay, page, cancellationToken));

    public Task<Snapshot<Page<Run>>> Runs(
        UserId userId,
        AccountId? accountId,
        ConnectionId? connectionId,
        PageRequest page,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.Runs(userId, accountId, connectionId, page, cancellationToken));

    public Task<Snapshot<Run?>> Run(UserId userId, RunId runId, CancellationToken cancellationToken) =>
        points.Store(() => inner.Run(userId, runId, cancellationToken));

    public Task<Snapshot<Page<Finding>>> Findings(
        UserId userId,
        FindingFilter filter,
        PageRequest page,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.Findings(userId, filter, page, cancellationToken));

    public Task<Snapshot<Finding?>> Finding(UserId userId, FindingId findingId, CancellationToken cancellationToken) =>
        points.Store(() => inner.Finding(userId, findingId, cancellationToken));

    public Task<Snapshot<Page<QuarantineItem>>> Quarantine(
        UserId userId,
        PageRequest page,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.Quarantine(userId, page, cancellationToken));

    public Task<Snapshot<QuarantineItem?>> QuarantineItem(
        UserId userId,
        QuarantineId quarantineId,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.QuarantineItem(userId, quarantineId, cancellationToken));

    public Task<Snapshot<Page<AccountLink>>> AccountLinks(
        UserId userId,
        PageRequest page,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.AccountLinks(userId, page, cancellationToken));

    public Task<EventPage> Events(UserId userId, long after, int limit, CancellationToken cancellationToken) =>
        points.Store(() => inner.Events(userId, after, limit, cancellationToken));

    public Task Ping(CancellationToken cancellationToken) => points.Store(() => inner.Ping(cancellationToken));

    public Task<int> PruneEvents(DateTimeOffset before, CancellationToken cancellationToken) =>
        points.Store(() => inner.PruneEvents(before, cancellationToken));
}

/// <summary>Decisions as a node has them.</summary>
internal sealed class NodeDecisions(IDecisionStore inner, FaultPoints points) : IDecisionStore
{
    public Task<Snapshot<Page<Decision>>> Decisions(
        UserId userId,
        AccountId? accountId,
        PageRequest page,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.Decisions(userId, accountId, page, cancellationToken));

    public Task<Snapshot<Decision?>> Decision(
        UserId userId,
        DecisionId decisionId,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.Decision(userId, decisionId, cancellationToken));

    public Task<IReadOnlyList<Decision>> MatchesOf(
        UserId userId,
        TransactionId transactionId,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.MatchesOf(userId, transactionId, cancellationToken));

    public Task<Snapshot<IReadOnlyList<RuleCounts>>> CountsByRule(UserId userId, CancellationToken cancellationToken) =>
        points.Store(() => inner.CountsByRule(userId, cancellationToken));

    public Task<Snapshot<Page<DuplicateGroup>>> Duplicates(
        UserId userId,
        DuplicateFilter filter,
        PageRequest page,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.Duplicates(userId, filter, page, cancellationToken));

    public Task<Snapshot<DuplicateGroup?>> Duplicate(
        UserId userId,
        DuplicateId duplicateId,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.Duplicate(userId, duplicateId, cancellationToken));

    public Task<Snapshot<AccountLink?>> AccountLink(
        UserId userId,
        AccountLinkId linkId,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.AccountLink(userId, linkId, cancellationToken));

    public Task<Snapshot<AccountLink?>> AccountLink(
        UserId userId,
        FeedId feedId,
        AccountId accountId,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.AccountLink(userId, feedId, accountId, cancellationToken));

    public Task<LedgerSlice> LoadRecords(
        UserId userId,
        IReadOnlyList<RecordKey> names,
        IReadOnlyList<TransactionId> transactions,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.LoadRecords(userId, names, transactions, cancellationToken));
}

/// <summary>Edits as a node has them.</summary>
internal sealed class NodeEdits(ILedgerEdits inner, FaultPoints points) : ILedgerEdits
{
    public Task<bool> EditAccount(
        UserId userId,
        AccountId accountId,
        string? name,
        bool? isHidden,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.EditAccount(userId, accountId, name, isHidden, now, cancellationToken));

    public Task<bool> Annotate(
        UserId userId,
        TransactionId transactionId,
        string? category,
        string? note,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.Annotate(userId, transactionId, category, note, now, cancellationToken));

    public Task<bool> DismissFinding(
        UserId userId,
        FindingId findingId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.DismissFinding(userId, findingId, now, cancellationToken));

    public Task<bool> DiscardQuarantine(
        UserId userId,
        QuarantineId quarantineId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.DiscardQuarantine(userId, quarantineId, now, cancellationToken));

    public Task<bool> Disconnect(
        UserId userId,
        ConnectionId connectionId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.Disconnect(userId, connectionId, now, cancellationToken));

    public Task<EraseResult> Erase(
        UserId userId,
        ConnectionId connectionId,
        Remembered remembered,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.Erase(userId, connectionId, remembered, now, cancellationToken));
}

/// <summary>What validations read, as a node has it.</summary>
internal sealed class NodeValidations(IValidationStore inner, FaultPoints points) : IValidationStore
{
    public Task<IReadOnlyList<LedgerRecord>> Walk(
        UserId userId,
        WalkPosition after,
        int limit,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.Walk(userId, after, limit, cancellationToken));

    public Task<IReadOnlyList<Finding>> Standing(
        UserId userId,
        AccountId accountId,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.Standing(userId, accountId, cancellationToken));

    public Task<Snapshot<Page<ValidationReport>?>> Validations(
        UserId userId,
        AccountId accountId,
        PageRequest page,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.Validations(userId, accountId, page, cancellationToken));

    public Task<Snapshot<ValidationReport?>> Validation(
        UserId userId,
        ValidationId validationId,
        CancellationToken cancellationToken
    ) => points.Store(() => inner.Validation(userId, validationId, cancellationToken));
}
