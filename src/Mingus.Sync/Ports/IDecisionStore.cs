using Mingus.Ledger;
using Mingus.Ledger.Link;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;

namespace Mingus.Sync.Ports;

/// <summary>What was decided, by rules and persons, what is asked of persons, and what their acts rest on. Lists and
/// single things are answered as <see cref="ILedgerQueries"/> does it.</summary>
public interface IDecisionStore
{
    /// <summary>Decisions, newest first; of one account where given.</summary>
    Task<Snapshot<Page<Decision>>> Decisions(
        UserId userId,
        AccountId? accountId,
        PageRequest page,
        CancellationToken cancellationToken
    );

    Task<Snapshot<Decision?>> Decision(UserId userId, DecisionId decisionId, CancellationToken cancellationToken);

    /// <summary>Decisions that stand and joined records to that transaction beyond the provider's pending links, newest
    /// first.</summary>
    Task<IReadOnlyList<Decision>> MatchesOf(
        UserId userId,
        TransactionId transactionId,
        CancellationToken cancellationToken
    );

    /// <summary>Questions whether two transactions are one, open and answered, and transactions that were joined,
    /// newest first.</summary>
    Task<Snapshot<Page<DuplicateGroup>>> Duplicates(
        UserId userId,
        DuplicateFilter filter,
        PageRequest page,
        CancellationToken cancellationToken
    );

    Task<Snapshot<DuplicateGroup?>> Duplicate(
        UserId userId,
        DuplicateId duplicateId,
        CancellationToken cancellationToken
    );

    Task<Snapshot<AccountLink?>> AccountLink(UserId userId, AccountLinkId linkId, CancellationToken cancellationToken);

    /// <summary>The question or answer about that feed and account; null when there is none.</summary>
    Task<Snapshot<AccountLink?>> AccountLink(
        UserId userId,
        FeedId feedId,
        AccountId accountId,
        CancellationToken cancellationToken
    );

    /// <summary>What each rule of matching decided and asked, and what people made of it, by the rule's name.</summary>
    Task<Snapshot<IReadOnlyList<RuleCounts>>> CountsByRule(UserId userId, CancellationToken cancellationToken);

    /// <summary>Loads the records named and those of the transactions named, each with all others of its transaction,
    /// what the user said of records and what matching remembers of all accounts, with the user's version in one
    /// snapshot.</summary>
    Task<LedgerSlice> LoadRecords(
        UserId userId,
        IReadOnlyList<RecordKey> names,
        IReadOnlyList<TransactionId> transactions,
        CancellationToken cancellationToken
    );
}

/// <summary>Which duplicates to list.</summary>
/// <param name="State">Only those that stand so; null for all.</param>
/// <param name="AccountId">Only those of the account; null for all.</param>
public sealed record DuplicateFilter(LinkState? State = null, AccountId? AccountId = null);

/// <summary>Two transactions that may be one, or records that are one.</summary>
public sealed record DuplicateGroup
{
    /// <summary>The question's id; that of the transaction, under another prefix, where nobody was asked.</summary>
    public required DuplicateId Id { get; init; }

    public required AccountId AccountId { get; init; }

    public required LinkState State { get; init; }

    /// <summary>The transaction that stays, or stayed.</summary>
    public required TransactionId One { get; init; }

    /// <summary>The transaction that would join it, or did; the same where nobody was asked.</summary>
    public required TransactionId Other { get; init; }

    /// <summary>Weight of evidence in natural logarithms of odds; null when nothing was weighed.</summary>
    public double? Score { get; init; }

    /// <summary>Why, in words.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    public required DateTimeOffset At { get; init; }

    /// <summary>The rule that asked; where nobody was asked, the rule or the person's act that decided.</summary>
    public string Rule { get; init; } = "";

    /// <summary>The decision that stands; null while nobody has decided.</summary>
    public DecisionId? DecisionId { get; init; }

    /// <summary>Whether a person made it; null while nobody has decided.</summary>
    public bool? ByPerson { get; init; }

    /// <summary>The records of both.</summary>
    public IReadOnlyList<LedgerRecord> Records { get; init; } = [];
}
