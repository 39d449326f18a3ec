using Mingus.Sync.Ports;

namespace Mingus.Sync.Schedule;

/// <summary>
/// What the schedule knows at this node: of each institution what its connections have taught, and what a call must
/// save. Looked up anew once an hour; all of it rests in the store.
/// </summary>
internal sealed class Timetable(IScheduleStore store, InstitutionWatch watch, SyncOptions options, TimeProvider time)
{
    /// <summary>Connections whose rhythms are read at most; more teach the same.</summary>
    private const int RhythmsMax = 20_000;

    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    private volatile State _state = new(new Dictionary<string, InstitutionKnowledge>(StringComparer.Ordinal), null);
    private DateTimeOffset _next = DateTimeOffset.MinValue;

    /// <summary>Hours of delay that a call must save.</summary>
    public double CallHours => _state.Budget?.CallHours ?? FirstCallHours(options.ChecksPerDay);

    /// <summary>What is known of a connection's institution.</summary>
    public InstitutionKnowledge Of(Connection connection) =>
        _state.Known.GetValueOrDefault(NameOf(connection.Provider, connection.InstitutionId))
        ?? InstitutionKnowledge.Unknown;

    /// <summary>Reads again what was taught, if it is time.</summary>
    public async Task Refresh(CancellationToken cancellationToken)
    {
        var now = time.Now();
        if (now < _next)
        {
            return;
        }

        _next = now + Every;
        var stored = await store.Rhythms(RhythmsMax, cancellationToken);
        var rhythms = stored
            .Select(static s => (Name: NameOf(s.Provider, s.InstitutionId), Rhythm: RhythmCodec.Read(s.Rhythm)))
            .ToList();
        var draft = new KnowledgeDraft();
        foreach (var (name, rhythm) in rhythms)
        {
            draft.Add(name, rhythm, _state.Known.GetValueOrDefault(name) ?? InstitutionKnowledge.Unknown);
        }

        var budget = await Reckon([.. rhythms.Select(static r => r.Rhythm)], now, cancellationToken);
        watch.Consents(await store.Consents(now, cancellationToken));
        _state = new State(draft.Complete(), budget);
    }

    // Once a day, by whichever node comes first: the calls of yesterday against what was allowed.
    private async Task<StoredBudget?> Reckon(
        List<ConnectionRhythm> rhythms,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var stored = await store.Budget(cancellationToken);
        var yesterday = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1);
        if (rhythms.Count == 0 || stored?.Day >= yesterday)
        {
            return stored;
        }

        var day = WeekHour.DayOf(yesterday);
        var spent = rhythms.Sum(r => (double)r.Calls.Of(day)) / rhythms.Count;
        var before = new CallBudget(
            stored?.CallHours ?? FirstCallHours(options.ChecksPerDay),
            stored?.Debt ?? 0,
            stored?.Days ?? 0
        );
        var after = before.AfterDay(spent, options.ChecksPerDay);
        var next = new StoredBudget(yesterday, after.CallHours, after.Debt, after.Days);
        await store.SaveBudget(next, cancellationToken);
        return await store.Budget(cancellationToken);
    }

    // What would be right for an account that changes twice a day, checked at a fixed pause: the pause squared, times
    // half the rate.
    private static double FirstCallHours(double checksPerDay) => 24 / (checksPerDay * checksPerDay);

    private static string NameOf(string provider, string institutionId) => $"{provider}/{institutionId}";

    private sealed record State(IReadOnlyDictionary<string, InstitutionKnowledge> Known, StoredBudget? Budget);
}
