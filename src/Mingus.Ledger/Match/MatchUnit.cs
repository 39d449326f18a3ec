using System.Runtime.InteropServices;
using Mingus.Ledger.Match.Assign;

namespace Mingus.Ledger.Match;

/// <summary>Live slots of one transaction that are placed together; no two of one feed.</summary>
internal sealed record MatchUnit(Group Group, List<Slot> Slots)
{
    /// <summary>Whether some feed tells of it as posted.</summary>
    public bool IsPosted => Slots.Exists(slot => slot.IsPosted);

    /// <summary>The day the holder made it, if any of the feeds knows: it is one day for all of them.</summary>
    public DateOnly? EventDate { get; } = EventDateOf(Slots);

    /// <summary>The first and the last statement day that its feeds tell.</summary>
    public (int First, int Last) Days { get; } = DaysOf(Slots);

    /// <summary>Whether its transaction has live slots besides.</summary>
    public bool IsShared => Group.Slots.Exists(slot => slot.IsLive && !Slots.Contains(slot));

    private static (int First, int Last) DaysOf(List<Slot> slots)
    {
        var (first, last) = (int.MaxValue, int.MinValue);
        foreach (var slot in slots)
        {
            var day = slot.Reading.Date.DayNumber;
            (first, last) = (Math.Min(first, day), Math.Max(last, day));
        }

        return (first, last);
    }

    private static DateOnly? EventDateOf(List<Slot> slots)
    {
        foreach (var slot in slots)
        {
            if (slot.Reading.EventDate is { } date)
            {
                return date;
            }
        }

        return null;
    }
}

/// <summary>One-to-one assignment of units: only pairs near in days, of one amount or pending with posted.</summary>
internal sealed class UnitAssignment
{
    private readonly CrossFeedWeights _weights;
    private readonly List<MatchUnit> _lefts;
    private readonly List<MatchUnit> _rights;
    private readonly Dictionary<Group, int> _rightOf = [];
    private readonly Dictionary<(int, int), double> _weightOf = [];

    public UnitAssignment(CrossFeedWeights weights, List<MatchUnit> lefts, List<MatchUnit> rights)
    {
        _weights = weights;
        _lefts = lefts;
        _rights = rights;
        for (var right = 0; right < rights.Count; right++)
        {
            _rightOf.TryAdd(rights[right].Group, right);
        }

        Candidates = FindCandidates();
    }

    /// <summary>Pairs worth weighing, in a fixed order.</summary>
    public List<(int Left, int Right)> Candidates { get; }

    /// <summary>The weight of a candidate, after <see cref="Solve"/>.</summary>
    public double WeightOf(int left, int right) => _weightOf[(left, right)];

    /// <summary>For each left unit the right one, or -1.</summary>
    public int[] Solve()
    {
        var assignment = new SparseAssignment();
        foreach (var (left, right) in Candidates)
        {
            var weight = _weights.Of(_lefts[left], _rights[right]);
            _weightOf[(left, right)] = weight;
            assignment.Add(left, right, weight);
        }

        return assignment.Solve(_lefts.Count, _rights.Count);
    }

    /// <summary>
    /// Of a pending and a posted record that fit the same posted one, the posted takes it: a feed may still list the
    /// pending record that it has posted already, and what is posted twice would count twice.
    /// </summary>
    public void PreferPosted(int[] chosen)
    {
        var taken = new HashSet<int>(chosen);
        foreach (var (left, right) in Candidates.OrderByDescending(pair => _weightOf[pair]))
        {
            if (!_lefts[left].IsPosted || !_rights[right].IsPosted || _weightOf[(left, right)] <= 0)
            {
                continue;
            }

            var holder = Array.IndexOf(chosen, right);
            if (chosen[left] < 0 && holder >= 0 && !_lefts[holder].IsPosted)
            {
                (chosen[left], chosen[holder]) = (right, -1);
            }
            else if (chosen[left] >= 0 && !_rights[chosen[left]].IsPosted && holder < 0 && taken.Add(right))
            {
                chosen[left] = right;
            }
        }
    }

    private List<(int Left, int Right)> FindCandidates()
    {
        var byAmount = new Dictionary<long, List<int>>(_rights.Count);
        var pendings = new List<int>();
        for (var right = 0; right < _rights.Count; right++)
        {
            foreach (var slot in _rights[right].Slots)
            {
                ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(byAmount, slot.Reading.Amount, out _);
                list ??= new List<int>(2);
                if (list.Count == 0 || list[^1] != right)
                {
                    list.Add(right);
                }
            }

            if (_rights[right].Slots.TrueForAll(slot => !slot.IsPosted))
            {
                pendings.Add(right);
            }
        }

        var candidates = new List<(int, int)>();
        var tried = new int[_rights.Count];
        for (var left = 0; left < _lefts.Count; left++)
        {
            AddCandidates(left, byAmount, pendings, tried, candidates);
        }

        return candidates;
    }

    private void AddCandidates(
        int left,
        Dictionary<long, List<int>> byAmount,
        List<int> pendings,
        int[] tried,
        List<(int, int)> candidates
    )
    {
        var unit = _lefts[left];
        foreach (var slot in unit.Slots)
        {
            foreach (var right in byAmount.GetValueOrDefault(slot.Reading.Amount) ?? [])
            {
                Try(right);
            }
        }

        // Another amount: only a pending one and a posted one. And what is together now is weighed again.
        if (unit.Slots.TrueForAll(slot => !slot.IsPosted))
        {
            for (var right = 0; right < _rights.Count; right++)
            {
                Try(right);
            }
        }
        else
        {
            pendings.ForEach(Try);
        }

        if (unit.IsShared)
        {
            Try(_rightOf.GetValueOrDefault(unit.Group, -1));
        }

        void Try(int right)
        {
            if (right >= 0 && tried[right] <= left)
            {
                tried[right] = left + 1;
                if (CrossFeedWeights.AreNear(unit, _rights[right]))
                {
                    candidates.Add((left, right));
                }
            }
        }
    }
}
