namespace Mingus.Sync.Ports;

/// <summary>What a rule of matching decided by itself and asked, and what people made of that.</summary>
/// <param name="Rule">The rule's name, as decisions have it.</param>
/// <param name="Automatic">Matches it decided by itself.</param>
/// <param name="Suggested">Questions it asked, answered or not.</param>
/// <param name="Confirmed">Questions to which a person said that the two are one.</param>
/// <param name="Dismissed">Questions to which a person said that they are two.</param>
/// <param name="Undone">Automatic matches that a person took back or split, and that are not redone.</param>
public sealed record RuleCounts(string Rule, int Automatic, int Suggested, int Confirmed, int Dismissed, int Undone)
{
    /// <summary>The share of its automatic matches that people overturned; null where it made none.</summary>
    public double? OverturnedRate => Automatic == 0 ? null : (double)Undone / Automatic;
}
