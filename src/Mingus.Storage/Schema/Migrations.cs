using DbUp.Builder;
using DbUp.Engine;
using DbUp.Engine.Output;
using Microsoft.Extensions.Logging;

namespace Mingus.Storage.Schema;

/// <summary>Brings a database to this binary's schema, step by step, each once. The caller holds a lock
/// meanwhile.</summary>
internal static class Migrations
{
    /// <summary>Applies what is missing.</summary>
    /// <exception cref="StorageException">The database has steps this binary does not know, or a step
    /// failed.</exception>
    public static void Run(UpgradeEngineBuilder database, string engine, ILogger logger)
    {
        var steps = Steps(engine);
        var upgrade = database
            .WithScripts(steps)
            .WithVariablesDisabled()
            .WithTransactionPerScript()
            .LogTo(new NoUpgradeLog())
            .Build();
        Judge([.. upgrade.GetExecutedScripts()], [.. steps.Select(static s => s.Name)], logger);

        var result = upgrade.PerformUpgrade();
        foreach (var step in result.Scripts)
        {
            logger.Migrated(step.Name);
        }

        if (!result.Successful)
        {
            throw new StorageException(
                $"Schema step {result.ErrorScript?.Name} failed and was rolled back. Nothing was lost; "
                    + $"mend the cause and start again: {result.Error.Message}",
                result.Error
            );
        }
    }

    /// <summary>One step beyond this program's last is the version that takes its place while it still works, and every
    /// step leaves the one before it working. More is another product.</summary>
    private static void Judge(IReadOnlyList<string> done, IReadOnlyList<string> known, ILogger logger)
    {
        var unknown = done.Except(known, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (unknown.Count == 0)
        {
            return;
        }

        var isNext = unknown.Count == 1 && string.CompareOrdinal(unknown[0], known[^1]) > 0;
        if (!isNext)
        {
            throw new StorageException(
                $"The database was made by a newer version of Mingus Sync (it has schema step {unknown[^1]}, this "
                    + $"program knows up to {known[^1]} and works with one step more). Run the newer version, or "
                    + "restore a backup made before it."
            );
        }

        logger.SchemaOneAhead(unknown[0], known[^1]);
    }

    private static List<SqlScript> Steps(string engine)
    {
        var prefix = $"Mingus.Storage.Schema.{engine}.";
        var assembly = typeof(Migrations).Assembly;
        return
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => new SqlScript(
                    name[prefix.Length..^".sql".Length],
                    Scripts.SqlFiles.WithoutComments(Scripts.SqlFiles.Read(name)!)
                )),
        ];
    }

    /// <summary>Failures come back in the result, and steps are logged above.</summary>
    private sealed class NoUpgradeLog : IUpgradeLog
    {
        public void LogTrace(string format, params object[] args) { }

        public void LogDebug(string format, params object[] args) { }

        public void LogInformation(string format, params object[] args) { }

        public void LogWarning(string format, params object[] args) { }

        public void LogError(string format, params object[] args) { }

        public void LogError(Exception ex, string format, params object[] args) { }
    }
}
