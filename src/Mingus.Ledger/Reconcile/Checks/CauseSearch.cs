using Mingus.Ledger.Coverage;
using Mingus.Ledger.Match;
using Mingus.Ledger.Plan;

namespace Mingus.Ledger.Reconcile.Checks;

/// <summary>
/// Looks for what would explain that a feed's balance is off: one thing of just the amount. A balance too low has one
/// transaction too many here; one too high lacks one; the sign of the amount says which.
/// </summary>
internal sealed class CauseSearch(FeedId feedId, FeedMatchState state)
{
    /// <summary>Days around the day since which it is off in which a withdrawn or pending record may be the
    /// cause.</summary>
    private const int NearDays = 14;

    private const int KeptMax = 5;

    /// <summary>Interest and fees are small, in minor units of most currencies.</summary>
    private const long SmallMinor = 10_000;

    private readonly List<string> _causes = [];
    private readonly Dictionary<(DateOnly, string), int> _alike = [];

    /// <summary>Looks at a transaction with all its records.</summary>
    public void See(IReadOnlyList<LedgerRecord> transaction)
    {
        foreach (var record in transaction)
        {
            if (record.FeedId != feedId || _causes.Count >= KeptMax)
            {
                continue;
            }

            var (amount, day) = (record.Content.Amount.Minor, PlanFindings.Day(record.Content.Date));
            if (amount == state.Off && IsNear(record))
            {
                if (!record.IsLive && !record.Content.IsPending)
                {
                    _causes.Add($"a transaction of {day} that the bank withdrew and still counts");
                }
                else if (record is { IsLive: true, Content.IsPending: true })
                {
                    _causes.Add($"a pending transaction of {day} that the bank counts already");
                }
            }
            else if (amount == -state.Off && record is { IsLive: true, Content.IsPending: false })
            {
                var key = (record.Content.Date, record.Fingerprint.Hash);
                _alike[key] = _alike.GetValueOrDefault(key) + 1;
                if (_alike[key] == 2)
                {
                    _causes.Add($"a transaction of {day} that is here twice");
                }
            }
        }
    }

    /// <summary>The likely causes, each a few words.</summary>
    public IReadOnlyList<string> Conclude(AccountKind kind, FeedCoverage? coverage)
    {
        if (
            coverage is not null
            && state.OffSince is { } since
            && coverage.Covered.GapsIn(new DateInterval(since.AddDays(-NearDays), since)) is { Count: > 0 } gaps
        )
        {
            var (from, to) = (PlanFindings.Day(gaps[0].From), PlanFindings.Day(gaps[^1].To));
            _causes.Add($"transactions of {from} to {to}, which were not read yet");
        }

        if (_causes.Count == 0 && Math.Abs(state.Off) <= SmallMinor)
        {
            var isEarned = state.Off > 0 && kind == AccountKind.Depository;
            _causes.Add(
                isEarned ? "interest that the bank does not list" : "a fee or interest that the bank does not list"
            );
        }

        return _causes;
    }

    private bool IsNear(LedgerRecord record)
    {
        var since = (state.OffSince ?? state.AsOf).DayNumber;
        return IsNear(record.Content.Date)
            || (record.RemovedAt is { } at && IsNear(DateOnly.FromDateTime(at.UtcDateTime)));

        bool IsNear(DateOnly day) => Math.Abs(day.DayNumber - since) <= NearDays;
    }
}
