using Mingus.Ledger.Match;

namespace Mingus.Ledger.Plan;

/// <summary>
/// The moves of records out of transactions that were shown, for many decisions to look theirs up: joining two long
/// histories has as many of the one as of the other.
/// </summary>
internal sealed class ShownMoves
{
    private readonly List<MatchMove> _moves;
    private readonly ILookup<RecordKey, int> _ofRecord;
    private readonly ILookup<TransactionId, int> _from;

    public ShownMoves(IEnumerable<MatchMove> moves, RecordsDraft records)
    {
        _moves = [.. moves.Where(move => records.Find(move.Record)!.Before?.TransactionId == move.From)];
        _ofRecord = Enumerable.Range(0, _moves.Count).ToLookup(i => _moves[i].Record);
        _from = Enumerable.Range(0, _moves.Count).ToLookup(i => _moves[i].From);
    }

    /// <summary>Those that a decision may be about, in their order: of its records, and out of its
    /// transaction.</summary>
    public IEnumerable<MatchMove> Of(MatchDecision decision)
    {
        var found = new SortedSet<int>(_from[decision.TransactionId]);
        foreach (var record in decision.Before.Concat(decision.After))
        {
            found.UnionWith(_ofRecord[record]);
        }

        return found.Select(i => _moves[i]);
    }
}
