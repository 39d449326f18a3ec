namespace Mingus.Ledger.Match;

/// <summary>
/// Across feeds of one account: which slot of the feed that brings news describes the transaction of which other feeds
/// tell. All slots of the neighbourhood are assigned anew, one-to-one, so that a later record can correct what was
/// decided before it came; what a person placed stays.
/// </summary>
internal sealed class CrossFeedMatching
{
    private const string Rule = "cross_feed";

    private const double SuggestFrom = -3;

    private readonly MatchWorkspace _workspace;
    private readonly FeedId _feedId;
    private readonly CrossFeedWeights _weights;

    public CrossFeedMatching(MatchWorkspace workspace)
    {
        _workspace = workspace;
        _feedId = workspace.Request.FeedId;
        _weights = new CrossFeedWeights(workspace);
    }

    public void Apply()
    {
        if (_workspace.Slots.TrueForAll(slot => slot.FeedId == _feedId || !slot.IsLive))
        {
            return;
        }

        var (ours, theirs) = Collect();
        if (theirs.Count == 0)
        {
            return;
        }

        MatchOurs(ours, theirs);
        MatchRest(theirs);
    }

    // Our live slots, each alone; and what other feeds tell of a transaction, taken together.
    private (List<MatchUnit> Ours, List<MatchUnit> Theirs) Collect()
    {
        var (ours, theirs) = (new List<MatchUnit>(), new List<MatchUnit>());
        var seen = new HashSet<Group>();
        foreach (var slot in _workspace.Slots)
        {
            if (!slot.IsLive)
            {
                continue;
            }

            _weights.Count(slot);
            if (slot.FeedId == _feedId)
            {
                if (!slot.IsPinned)
                {
                    ours.Add(new MatchUnit(slot.Group, [slot]));
                }
            }
            else if (seen.Add(slot.Group) && slot.Group.Of(_feedId) is not { IsPinned: true })
            {
                theirs.Add(
                    new MatchUnit(
                        slot.Group,
                        [.. slot.Group.Slots.Where(other => other.IsLive && other.FeedId != _feedId)]
                    )
                );
            }
        }

        return (ours, theirs);
    }

    private void MatchOurs(List<MatchUnit> ours, List<MatchUnit> theirs)
    {
        var assignment = new UnitAssignment(_weights, ours, theirs);
        Learn(assignment, ours, theirs);
        var chosen = assignment.Solve();
        assignment.PreferPosted(chosen);
        for (var i = 0; i < ours.Count; i++)
        {
            if (chosen[i] < 0 && ours[i].IsShared)
            {
                var slot = ours[i].Slots[0];
                _workspace.MoveApart(slot, (Rule, 0, ["another record fits that transaction better"]));
            }
        }

        Join(assignment, chosen, ours, theirs);
        Suggest(assignment, chosen, ours, theirs);
    }

    // What is left without us may still fit a transaction that has us, through a third feed or because we fit both.
    private void MatchRest(List<MatchUnit> theirs)
    {
        var rest = theirs.FindAll(unit =>
            unit.Group.Of(_feedId) is not { IsLive: true } && !unit.Group.Slots.Exists(static slot => slot.IsPinned)
        );
        if (rest.Count == 0)
        {
            return;
        }

        var seen = new HashSet<Group>();
        var joined = new List<MatchUnit>();
        foreach (var slot in _workspace.OfFeed(_feedId))
        {
            if (slot is { IsLive: true, IsPinned: false } && seen.Add(slot.Group))
            {
                joined.Add(new MatchUnit(slot.Group, slot.Group.Slots.FindAll(member => member.IsLive)));
            }
        }

        var assignment = new UnitAssignment(_weights, rest, joined);
        Join(assignment, assignment.Solve(), rest, joined);
    }

    // An amount that either side has once near by is matched by nothing else: such pairs teach how the feeds differ.
    private void Learn(UnitAssignment assignment, List<MatchUnit> ours, List<MatchUnit> theirs)
    {
        foreach (var (left, right) in assignment.Candidates)
        {
            var (slot, unit) = (ours[left].Slots[0], theirs[right]);
            if (slot.Group == unit.Group || !slot.IsPosted || _weights.RivalsOf(slot) > 1)
            {
                continue;
            }

            foreach (var other in unit.Slots)
            {
                if (other.IsPosted && other.Reading.Amount == slot.Reading.Amount)
                {
                    _workspace.Observe(slot, other);
                }
            }
        }
    }

    private void Join(UnitAssignment assignment, int[] chosen, List<MatchUnit> lefts, List<MatchUnit> rights)
    {
        for (var left = 0; left < lefts.Count; left++)
        {
            if (chosen[left] < 0)
            {
                continue;
            }

            var weight = assignment.WeightOf(left, chosen[left]);
            foreach (var slot in lefts[left].Slots)
            {
                _workspace.Move(slot, rights[chosen[left]].Group, (Rule, weight, ["amount, days and text fit best"]));
            }
        }
    }

    private void Suggest(UnitAssignment assignment, int[] chosen, List<MatchUnit> ours, List<MatchUnit> theirs)
    {
        var taken = new HashSet<int>(chosen);
        foreach (var (left, right) in assignment.Candidates)
        {
            var weight = assignment.WeightOf(left, right);
            if (weight is > SuggestFrom and <= 0 && chosen[left] < 0 && !taken.Contains(right))
            {
                _workspace.Suggestions.Add(
                    new MatchSuggestion(
                        Rule,
                        ours[left].Slots[0].Key,
                        theirs[right].Slots[0].Key,
                        weight,
                        ["amount and days are near"]
                    )
                );
            }
        }
    }
}
