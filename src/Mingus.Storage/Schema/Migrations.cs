using DbUp.Builder;
using DbUp.Engine;
using DbUp.Engine.Output;
using Microsoft.Extensions.Logging;
using Mingus.Storage.Upkeep;

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
        var upgrade = Build(database, engine);
        var unknown = Unknown(upgrade, engine);
        if (unknown.Count > 0)
        {
            if (!IsNext(unknown, engine))
            {
                throw Newer(engine, unknown[^1]);
            }

            logger.SchemaOneAhead(unknown[0], Names(engine)[^1]);
        }

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

    /// <summary>What <see cref="Run"/> would do; changes nothing.</summary>
    public static SchemaState Look(UpgradeEngineBuilder database, string engine)
    {
        var upgrade = Build(database, engine);
        return new SchemaState([.. upgrade.GetScriptsToExecute().Select(s => s.Name)], Unknown(upgrade, engine));
    }

    /// <summary>Every step there is, in order.</summary>
    public static IReadOnlyList<string> Names(string engine) => [.. Steps(engine).Select(step => step.Name)];

    /// <summary>One step beyond this program's last is the version that takes its place while it still works, and every
    /// step leaves the one before it working. More is another product.</summary>
    public static bool IsNext(IReadOnlyList<string> unknown, string engine) =>
        unknown.Count == 1 && string.CompareOrdinal(unknown[0], Names(engine)[^1]) > 0;

    /// <summary>Refuses a database of a newer version.</summary>
    public static StorageException Newer(string engine, string newest) =>
        new(
            $"The database was made by a newer version of Mingus Sync (it has schema step {newest}, this program "
                + $"knows up to {Names(engine)[^1]} and works with one step more). Run the newer version, or restore a "
                + "backup made before it."
        );

    private static UpgradeEngine Build(UpgradeEngineBuilder database, string engine) =>
        database
            .WithScripts(Steps(engine))
            .WithVariablesDisabled()
            .WithTransactionPerScript()
            .LogTo(new NoUpgradeLog())
            .Build();

    private static List<string> Unknown(UpgradeEngine upgrade, string engine)
    {
        var known = Names(engine).ToHashSet(StringComparer.Ordinal);
        return [.. upgrade.GetExecutedScripts().Where(name => !known.Contains(name)).Order(StringComparer.Ordinal)];
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
