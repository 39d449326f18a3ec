namespace Mingus.Crash.Product;

/// <summary>
/// How long something may take. The limits are those of a machine that has nothing else to do; on a busy one a
/// process gets its share of time only, so they grow with the load.
/// </summary>
internal static class Patience
{
    private const string LoadFile = "/proc/loadavg";
    private const double Most = 20;

    /// <summary>The limit, for the load of now.</summary>
    public static TimeSpan Of(TimeSpan quiet) => quiet * Math.Clamp(Load() / Environment.ProcessorCount, 1, Most);

    // Processes that want to run, averaged over the last minute.
    private static double Load() =>
        File.Exists(LoadFile) && double.TryParse(File.ReadAllText(LoadFile).Split(' ')[0], out var load) ? load : 1;
}
