using Mingus.Storage.Scripts;
using Mingus.Storage.Upkeep;
using Npgsql;

namespace Mingus.Storage.Postgres;

/// <summary>The server, its clock and its room for connections, and whether policies narrow the service's
/// role.</summary>
internal static class PostgresChecks
{
    private const int ConnectionsFreeMin = 10;

    private static readonly TimeSpan ClockDifferenceMax = TimeSpan.FromSeconds(5);

    public static async Task Look(StorageOptions options, List<Checked> found, CancellationToken cancellationToken)
    {
        var settings = PostgresSettings.Read(options);
        var name = PostgresSettings.Describe(settings);
        try
        {
            await using var connection = new NpgsqlConnection(
                new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Pooling = false }.ConnectionString
            );
            await connection.OpenAsync(cancellationToken);
            await using var ask = new NpgsqlCommand(SqlFiles.Part("session-describe-server"), connection);
            await using var reader = await ask.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            var size = reader.GetInt64(4) / (1024 * 1024);
            found.Add(new("database", Standing.Good, $"{name}, PostgreSQL {reader.GetString(0)}, {size} MiB"));
            found.Add(Room(reader.GetInt32(1)));
            found.Add(Clock(DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(2))));
            found.Add(new("serving", Standing.Good, $"{reader.GetInt64(3)} processes have it"));
            found.Add(await RowSecurity(options, cancellationToken));
        }
        catch (NpgsqlException failure)
        {
            throw PostgresSettings.Unusable(name, failure);
        }
    }

    private static async Task<Checked> RowSecurity(StorageOptions options, CancellationToken cancellationToken)
    {
        const string name = "row security";
        if (!options.RowSecurity)
        {
            return new(name, Standing.Warning, "off", "Take out Storage__RowSecurity=false.");
        }

        return await DatabaseChecks.RoleFault(options, cancellationToken) is { } fault
            ? new(name, Standing.Bad, fault)
            : new(name, Standing.Good, "on");
    }

    private static Checked Room(int free) =>
        free >= ConnectionsFreeMin
            ? new("connections", Standing.Good, $"{free} more may be opened")
            : new("connections", Standing.Warning, $"only {free} more may be opened", "Raise max_connections.");

    private static Checked Clock(DateTimeOffset theirs)
    {
        var difference = theirs - TimeProvider.System.GetUtcNow();
        var text = $"{Math.Abs(difference.TotalSeconds):0.0} s from this machine's";
        return difference.Duration() <= ClockDifferenceMax
            ? new("clock", Standing.Good, text)
            : new("clock", Standing.Warning, text, "Let both machines take their time from the same source.");
    }
}
