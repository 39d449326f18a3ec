using Mingus.Conformance;
using Npgsql;

namespace Mingus.Bench.Rig;

/// <summary>What a report says of the PostgreSQL server that it measured.</summary>
internal static class ServerFacts
{
    /// <summary>The value of a setting.</summary>
    public static async Task<string> Show(this PostgresServer server, string setting)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"SHOW {setting}", connection);
        return $"{await command.ExecuteScalarAsync()}";
    }
}
