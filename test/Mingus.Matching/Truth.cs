using Mingus.Ledger;

namespace Mingus.Matching;

/// <summary>The truth of a set at the end of its stream, and how rows compare with it.</summary>
internal sealed class Truth
{
    private readonly LabelledSet _set;
    private readonly HashSet<string> _removed = [];
    private readonly Dictionary<string, int> _classSize;

    public Truth(LabelledSet set)
    {
        _set = set;
        var live = new HashSet<string>();
        foreach (var page in set.Pages)
        {
            foreach (var upsert in page.Upserts)
            {
                var first = Last.TryGetValue(upsert.Key, out var known) ? known.At : page.DeliveredAt;
                Last[upsert.Key] = (page.Provider, first, upsert.Content);
                live.Add(upsert.Key);
                _removed.Remove(upsert.Key);
            }

            foreach (var (account, id) in page.Removals)
            {
                live.Remove($"{account}|{id}");
                _removed.Add($"{account}|{id}");
            }
        }

        Alive = live.Where(key => RealOf(key).Status != "dead")
            .GroupBy(key => set.Records[key].Real)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group]);
        _classSize = Alive.Keys.CountBy(real => set.Reals[real].TwinClass).ToDictionary();
    }

    /// <summary>Each record as told last.</summary>
    public Dictionary<string, (string Provider, DateTimeOffset At, RecordContent Content)> Last { get; } = [];

    /// <summary>Real transactions with their live records.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Alive { get; }

    /// <summary>The twin class of a live record's transaction; null for one that never became a transaction.</summary>
    public string? ClassOf(string key) => RealOf(key).Status == "dead" ? null : RealOf(key).TwinClass;

    /// <summary>Precision and recall over pairs, exchanges of twins forgiven.</summary>
    public (double Precision, double Recall) Pairs(IReadOnlyList<LabRow> rows)
    {
        var truePairs = Alive
            .GroupBy(real => _set.Reals[real.Key].TwinClass)
            .ToDictionary(group => group.Key, group => group.Sum(real => PairsOf(real.Value.Count)));
        var found = new Dictionary<string, int>();
        var (predicted, right) = (0, 0);
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Members.Count; i++)
            {
                for (var j = i + 1; j < row.Members.Count; j++)
                {
                    predicted++;
                    var (one, other) = (row.Members[i], row.Members[j]);
                    if (ClassOf(one) is { } twins && twins == ClassOf(other) && AreOneOrTwins(one, other))
                    {
                        right++;
                        found[twins] = found.GetValueOrDefault(twins) + 1;
                    }
                }
            }
        }

        var recalled = found.Sum(twins => Math.Min(twins.Value, truePairs.GetValueOrDefault(twins.Key)));
        var all = truePairs.Values.Sum();
        return (predicted == 0 ? 1 : (double)right / predicted, all == 0 ? 1 : (double)recalled / all);
    }

    /// <summary>Transactions without a row, rows too many, rows of what never became a transaction.</summary>
    public (int Lost, int Extra, int Ghosts) Ledger(IReadOnlyList<LabRow> rows)
    {
        var visible = new Dictionary<string, int>();
        var ghosts = 0;
        foreach (var row in rows)
        {
            if (ClassOf(row.Primary) is { } twins)
            {
                visible[twins] = visible.GetValueOrDefault(twins) + 1;
            }
            else
            {
                ghosts++;
            }
        }

        var lost = _classSize.Sum(twins => Math.Max(0, twins.Value - visible.GetValueOrDefault(twins.Key)));
        var extra = visible.Sum(twins => Math.Max(0, twins.Value - _classSize.GetValueOrDefault(twins.Key)));
        return (lost, extra, ghosts);
    }

    /// <summary>Real account to minor units by which its visible posted rows miss the truth.</summary>
    public Dictionary<string, long> BalanceErrors(IReadOnlyList<LabRow> rows)
    {
        var errors = Last.Keys.Select(AccountOf).Distinct().ToDictionary(account => account, _ => 0L);
        foreach (var row in rows.Where(row => !row.IsPending))
        {
            errors[AccountOf(row.Primary)] += row.Minor;
        }

        foreach (var (real, keys) in Alive)
        {
            if (keys.Any(key => !Last[key].Content.IsPending))
            {
                errors[_set.Reals[real].Account] -= _set.Reals[real].Minor;
            }
        }

        return errors;
    }

    /// <summary>Pairs of live pending and posted records of one feed with different amounts: found and all.</summary>
    public (int Found, int All) AmountChangedPendings(IReadOnlyList<LabRow> rows)
    {
        var rowOf = rows.SelectMany((row, i) => row.Members.Select(key => (key, i))).ToDictionary();
        var (found, all) = (0, 0);
        foreach (var keys in Alive.Values)
        {
            foreach (var one in keys.Where(key => _set.Records[key].Role == "pending"))
            {
                foreach (var other in keys.Where(key => key != one && ProviderAccount(key) == ProviderAccount(one)))
                {
                    if (Last[one].Content.Amount != Last[other].Content.Amount)
                    {
                        all++;
                        found += rowOf[one] == rowOf[other] ? 1 : 0;
                    }
                }
            }
        }

        return (found, all);
    }

    private static int PairsOf(int count) => count * (count - 1) / 2;

    private static string ProviderAccount(string key) => key[..key.IndexOf('|', StringComparison.Ordinal)];

    private bool AreOneOrTwins(string one, string other) =>
        _set.Records[one].Real == _set.Records[other].Real
        || ProviderAccount(one) != ProviderAccount(other)
        || _set.Records[one].Role != _set.Records[other].Role;

    private string AccountOf(string key) => _set.Links[ProviderAccount(key)];

    private RealTransaction RealOf(string key) => _set.Reals[_set.Records[key].Real];
}
