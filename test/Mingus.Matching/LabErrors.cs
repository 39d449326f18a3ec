using Mingus.Ledger.Match;

namespace Mingus.Matching;

/// <summary>Prints what is wrong, to learn from.</summary>
internal sealed class LabErrors
{
    private readonly LabelledSet _set;
    private readonly LabEngine _engine;
    private readonly Truth _truth;
    private readonly IReadOnlyList<LabRow> _rows;
    private readonly Dictionary<string, int> _rowOf;

    public LabErrors(LabelledSet set, LabEngine engine)
    {
        (_set, _engine, _truth) = (set, engine, new Truth(set));
        _rows = LabResult.Rows(engine);
        _rowOf = _rows.SelectMany((row, i) => row.Members.Select(key => (key, i))).ToDictionary();
    }

    public void Show()
    {
        ShowAccounts();
        ShowFalse();
        ShowCounts();
        ShowMissed();
    }

    private void ShowAccounts()
    {
        var verdicts = LabResult.Verdicts(_engine);
        var wrong = _truth
            .BalanceErrors(_rows)
            .Where(error => error.Value != 0 || verdicts[error.Key] == BalanceState.Off);
        foreach (var (account, error) in wrong)
        {
            var state = _engine.Accounts[account].State;
            Console.WriteLine($"INEXACT {account} by {error}, {state.Account}");
            foreach (var open in state.Unsettled.Where(open => open.IsContradicted))
            {
                Console.WriteLine($"   contradicted {open.Date:yyyy-MM-dd}");
            }

            foreach (var (feed, told) in state.Feeds)
            {
                Console.WriteLine($"   feed {_engine.Feeds.First(f => f.Value == feed).Key} {told}");
            }
        }
    }

    private void ShowFalse()
    {
        foreach (var row in _rows)
        {
            if (row.Members.Select(key => _truth.ClassOf(key) ?? "dead").Distinct().Count() > 1)
            {
                Console.WriteLine("FALSE");
                Print(row.Members);
            }
        }
    }

    private void ShowCounts()
    {
        var visible = _rows
            .GroupBy(row => _truth.ClassOf(row.Primary) ?? "dead")
            .ToDictionary(group => group.Key, group => group.Count());
        foreach (var twins in _truth.Alive.GroupBy(real => _set.Reals[real.Key].TwinClass))
        {
            var (shown, wanted) = (visible.GetValueOrDefault(twins.Key), twins.Count());
            if (shown == wanted)
            {
                continue;
            }

            var tags = string.Join(',', _set.Reals[twins.First().Key].Tags);
            Console.WriteLine($"{(shown < wanted ? "LOST" : "EXTRA")} {shown} rows for {wanted} {tags}");
            var own = twins.SelectMany(real => real.Value).ToHashSet();
            Print([.. own.Select(key => _rowOf[key]).Distinct().SelectMany(row => _rows[row].Members).Distinct()]);
        }
    }

    private void ShowMissed()
    {
        foreach (var (real, keys) in _truth.Alive)
        {
            if (keys.Select(key => _rowOf[key]).Distinct().Count() > 1)
            {
                Console.WriteLine($"MISSED {real} {string.Join(',', _set.Reals[real].Tags)}");
                Print(keys);
            }
        }
    }

    private void Print(IReadOnlyList<string> keys)
    {
        foreach (var key in keys.Order(StringComparer.Ordinal))
        {
            var (provider, at, content) = _truth.Last[key];
            Console.WriteLine(
                $"   row {_rowOf[key], 5} {_set.Records[key].Real} {_set.Records[key].Role, -9} {provider, -8} "
                    + $"{key[..9]} seen {at:yyyy-MM-dd} {content.Date:yyyy-MM-dd} "
                    + $"auth {content.AuthorizedDate:yyyy-MM-dd} {content.Amount.Minor} "
                    + $"{content.Description} | {content.MerchantName}"
            );
        }
    }
}
