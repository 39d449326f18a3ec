using System.Data.Common;

namespace Mingus.Server.Setup;

/// <summary>Which database a connection string means, in full and as people may see it.</summary>
internal static class DatabaseNames
{
    private const string SqliteFile = "Data Source";

    /// <summary>
    /// The string to connect with, its name without secrets, and what is wrong with it if anything. A SQLite file is taken
    /// relative to <paramref name="workingDirectory"/>.
    /// </summary>
    public static (string Resolved, string Display, string? Fault) Resolve(string connection, string workingDirectory)
    {
        var parts = new DbConnectionStringBuilder();
        try
        {
            parts.ConnectionString = connection;
        }
        catch (ArgumentException)
        {
            return (connection, "", "is not a connection string (Name=value;…).");
        }

        if (connection.StartsWith("Host=", StringComparison.OrdinalIgnoreCase))
        {
            var port = parts.TryGetValue("Port", out var given) ? $":{given}" : "";
            var name = parts.TryGetValue("Database", out var database) ? $"/{database}" : "";
            return (connection, $"PostgreSQL {parts["Host"]}{port}{name}", null);
        }

        if (!parts.TryGetValue(SqliteFile, out var file) || file is not string { Length: > 0 } path)
        {
            return (
                connection,
                "",
                "begins neither with 'Host=' (PostgreSQL) nor names a 'Data Source=' file (SQLite)."
            );
        }

        var full = Path.GetFullPath(Path.Combine(workingDirectory, path));
        parts[SqliteFile] = full;
        return (parts.ConnectionString, full, null);
    }
}
