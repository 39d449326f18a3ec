using Mingus.Ledger.Link;

namespace Mingus.Ledger.Decisions;

/// <summary>What a person does to transactions.</summary>
internal sealed record Act
{
    /// <summary>The act's name.</summary>
    public required string Rule { get; init; }

    /// <summary>Records that shall be one transaction, by transaction.</summary>
    public required IReadOnlyList<DecidedTransaction> Target { get; init; }

    /// <summary>Those of <see cref="Target"/> whose records are to be joined; the others are only parted.</summary>
    public IReadOnlyList<DecidedTransaction> Joins { get; init; } = [];

    /// <summary>What the person says of pairs of records with it.</summary>
    public required IReadOnlyList<PersonPair> Words { get; init; }

    /// <summary>The question it answers; null when none was asked.</summary>
    public DuplicateId? Question { get; init; }

    /// <summary>The finding that it repairs; null when none.</summary>
    public FindingId? Repairs { get; init; }

    /// <summary>The finding whose repair it takes back; null when none.</summary>
    public FindingId? Unrepairs { get; init; }

    /// <summary>Since which day the account was off before what the act takes back; null where it was not.</summary>
    public DateOnly? OffSince { get; init; }

    /// <summary>Whether the transaction is left out of lists from now on; null where it is not about that.</summary>
    public bool? Hides { get; init; }

    public LinkState? From { get; init; }

    public LinkState? To { get; init; }

    public required IReadOnlyList<string> Reasons { get; init; }

    public double? Score { get; init; }

    /// <summary>The decision it takes back; null when none.</summary>
    public DecisionId? Undoes { get; init; }

    /// <summary>Whether it is only words.</summary>
    public bool MovesNothing { get; init; }
}
