using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Mingus.Ledger;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Schedule;

/// <summary>
/// What the operator should know of institutions before people notice: which begin to fail or to be slow, as the runs
/// of this process show, and where consents are about to end. Told in the log once, and by gauges as long as it is so.
/// </summary>
internal sealed class InstitutionWatch : IDisposable
{
    private readonly ConcurrentDictionary<string, Watched> _known = new(StringComparer.Ordinal);
    private readonly Meter _meter = new(Telemetry.Name);
    private readonly ILogger<InstitutionWatch> _log;
    private volatile IReadOnlyList<StoredConsents> _consents = [];

    public InstitutionWatch(ILogger<InstitutionWatch> log)
    {
        _log = log;
        _meter.CreateObservableGauge(
            "provider.institution.failing",
            () => Gauge(static watched => watched.Health.IsFailing),
            description: "1 for an institution whose runs fail far more often than usual, 0 once that is over."
        );
        _meter.CreateObservableGauge(
            "provider.institution.slow",
            () => Gauge(static watched => watched.Health.IsSlow),
            description: "1 for an institution whose calls take far longer than usual, 0 once that is over."
        );
        _meter.CreateObservableGauge(
            "provider.consents.ending",
            Ending,
            description: "Connections of an institution whose consent ends within a week, or a month."
        );
    }

    /// <summary>A run has ended.</summary>
    public void Ended(Connection connection, Run run)
    {
        if (run is not { StartedAt: { } began, EndedAt: { } ended, Resources.ProviderCalls: > 0 and var calls })
        {
            return;
        }

        var watched = _known.GetOrAdd(connection.InstitutionId, static _ => new Watched());
        var waited = (ended - began).TotalMilliseconds - run.Resources.StoreMs - run.Resources.CpuMs;
        lock (watched)
        {
            Tell(connection, watched, watched.Health.Ended(IsInstitutions(run.Problem), ended));
            if (run.Status == RunStatus.Succeeded)
            {
                var call = TimeSpan.FromMilliseconds(Math.Max(1, waited) / calls);
                Tell(connection, watched, watched.Health.Took(call));
            }
        }
    }

    /// <summary>Consents as they are stored.</summary>
    public void Consents(IReadOnlyList<StoredConsents> consents) => _consents = consents;

    public void Dispose() => _meter.Dispose();

    // A limit is the client's, a mistake is ours, and neither tells of the institution.
    private static bool IsInstitutions(Problem? problem) =>
        problem is { Action: ProblemActions.Wait or ProblemActions.Retry or ProblemActions.Relink }
        && !problem.Code.Contains("limit", StringComparison.Ordinal)
        && problem.Code is not ("internal_error" or "ledger_busy");

    private void Tell(Connection connection, Watched watched, HealthChange change)
    {
        var (id, name) = (connection.InstitutionId, connection.InstitutionName);
        watched.WasTold |= change != HealthChange.None;
        switch (change)
        {
            case HealthChange.Failing:
                _log.InstitutionFails(id, name, watched.Health.UsualRate);
                break;
            case HealthChange.Answering:
                _log.InstitutionAnswers(id, name);
                break;
            case HealthChange.Slow:
                _log.InstitutionSlow(id, name);
                break;
            case HealthChange.Quick:
                _log.InstitutionQuick(id, name);
                break;
        }
    }

    // An institution that never was in trouble has no line.
    private IEnumerable<Measurement<int>> Gauge(Func<Watched, bool> isSo) =>
        from pair in _known
        where pair.Value.WasTold
        select new Measurement<int>(
            isSo(pair.Value) ? 1 : 0,
            new KeyValuePair<string, object?>("institution", pair.Key)
        );

    private IEnumerable<Measurement<int>> Ending()
    {
        foreach (var consents in _consents)
        {
            var institution = new KeyValuePair<string, object?>("institution", consents.InstitutionId);
            yield return new(consents.WithinWeek, institution, new("within", "7d"));
            yield return new(consents.WithinMonth, institution, new("within", "30d"));
        }
    }

    private sealed class Watched
    {
        public InstitutionHealth Health { get; } = new();

        public bool WasTold { get; set; }
    }
}
