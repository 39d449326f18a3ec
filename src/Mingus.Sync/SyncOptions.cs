namespace Mingus.Sync;

/// <summary>Settings of the engine.</summary>
public sealed class SyncOptions
{
    /// <summary>False: nothing runs but what is asked for (<c>Schedule:Enabled</c>).</summary>
    public bool ScheduleEnabled { get; set; } = true;

    /// <summary>Runs worked at the same time in this process.</summary>
    public int ParallelRuns { get; set; } = 16;

    /// <summary>How long data counts as fresh: an unforced request within it is skipped.</summary>
    public TimeSpan FreshFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Forced runs a connection may have in an hour; 0 for no limit (<c>Limits:ForcedPerHour</c>).</summary>
    public int ForcedPerHour { get; set; } = 6;

    /// <summary>Checks that the schedule may spend on a connection and day, on average over all
    /// (<c>Schedule:ChecksPerDay</c>).</summary>
    public double ChecksPerDay { get; set; } = 4;

    /// <summary>Name of this node in leases; unique per process start.</summary>
    public string Node { get; set; } = "";
}
