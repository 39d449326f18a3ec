// Checks: does what is stored hold together?
//   LedgerCheck      the one signature: a check begins on an account, sees its transactions, and concludes
//   StandardChecks   the list of ours; another assembly's checks join it without touching this room
//   RecordCheck      checks that judge one record at a time; the other files hold one check each
// A check sees transactions in the order of their ids, a page at a time, and keeps little: an account may have a
// million. It returns what it found and never throws for what is stored.

using Mingus.Ledger.Coverage;
using Mingus.Ledger.Decisions;
using Mingus.Ledger.Match;

namespace Mingus.Ledger.Reconcile.Checks;

/// <summary>How much is asked of the data: it says which checks run and how grave what they find is.</summary>
public enum ValidationLevel
{
    /// <summary>Everything is checked.</summary>
    Strict,

    /// <summary>What a person would want to know.</summary>
    Normal,

    /// <summary>Only what puts the sum in doubt.</summary>
    Relaxed,
}

/// <summary>One check. A validation is a list of them.</summary>
public interface ILedgerCheck
{
    /// <summary>Its stable name, in lower case with underscores; findings carry it.</summary>
    string Name { get; }

    /// <summary>How grave what it finds is at a level; null: it does not run.</summary>
    Severity? SeverityAt(ValidationLevel level);

    /// <summary>Begins to look at an account.</summary>
    ICheckPass Begin(CheckContext context);
}

/// <summary>One check under way on one account.</summary>
public interface ICheckPass
{
    /// <summary>Looks at a transaction that has a record in the account: all of its records, live and removed, of other
    /// accounts too if it should have any. Each transaction comes once, in the order of ids.</summary>
    void See(IReadOnlyList<LedgerRecord> transaction);

    /// <summary>Looks at a decision about the account or one of its transactions; they come after the
    /// transactions.</summary>
    void See(Decision decision) { }

    /// <summary>What was found, after the last of them.</summary>
    CheckOutcome Conclude();
}

/// <summary>An account as checks know it.</summary>
/// <param name="Account">The account.</param>
/// <param name="Level">The level.</param>
/// <param name="Feeds">The feeds that show it.</param>
/// <param name="Matching">What matching remembers of it; null before its first update.</param>
/// <param name="Persons">What the user said of pairs of records.</param>
/// <param name="Now">The moment of the validation.</param>
public sealed record CheckContext(
    Account Account,
    ValidationLevel Level,
    IReadOnlyList<CheckedFeed> Feeds,
    AccountMatchState? Matching,
    IReadOnlyList<PersonPair> Persons,
    DateTimeOffset Now
)
{
    /// <summary>The day of the validation.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);
}

/// <summary>A feed as checks know it.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="History">What its coverage is judged by.</param>
/// <param name="Limit">The credit limit its last balance gave; null when none.</param>
public sealed record CheckedFeed(Feed Feed, FeedHistory History, Money? Limit);

/// <summary>What a check found.</summary>
/// <param name="Examined">How many things it looked at.</param>
/// <param name="Issues">How many of them are not as they should be.</param>
/// <param name="Discrepancies">The first <see cref="Discrepancies.KeptMax"/> of those.</param>
public sealed record CheckOutcome(int Examined, int Issues, IReadOnlyList<Discrepancy> Discrepancies);

/// <summary>One thing that is not as it should be.</summary>
/// <param name="About">What it is about, so that finding it again makes the same finding: ids, never texts.</param>
/// <param name="Text">One sentence for a person.</param>
/// <param name="Evidence">Facts behind it, by name.</param>
/// <param name="Action">What to do, a word of the API's action list.</param>
public sealed record Discrepancy(
    string About,
    string Text,
    IReadOnlyDictionary<string, string> Evidence,
    string Action = ProblemActions.ContactOperator
)
{
    /// <summary>How grave it is where that differs from the check's own severity.</summary>
    public Severity? Severity { get; init; }

    /// <summary>The finding that a sync has opened of it already, or would; null where only this check finds
    /// it.</summary>
    public FindingId? FindingId { get; init; }
}

/// <summary>Collects discrepancies, all counted, the first of them kept.</summary>
public sealed class Discrepancies
{
    /// <summary>So many are kept of one check: a person reads no more.</summary>
    public const int KeptMax = 100;

    private readonly List<Discrepancy> _kept = [];
    private int _issues;

    /// <summary>Adds one.</summary>
    public void Add(Discrepancy discrepancy)
    {
        _issues++;
        if (_kept.Count < KeptMax)
        {
            _kept.Add(discrepancy);
        }
    }

    /// <summary>The outcome of a check that looked at so many things.</summary>
    public CheckOutcome Of(int examined) => new(examined, _issues, _kept);
}
