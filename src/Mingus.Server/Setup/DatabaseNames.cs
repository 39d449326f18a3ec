using System.Data.Common;

namespace Mingus.Server.Setup;

/// <summary>Which database a connection string means, in full.</summary>
internal static class DatabaseNames
{
    private const string SqliteFile = "Data Source";

    /// <summary>
    /// The string to connect with, and what is wrong with it if anything. A SQLite file is taken relative to
    /// <paramref name="workingDirectory"/>.
    /// </summary>
    public static (string Resolved, string? Fault) Resolve(string connection, string workingDirectory)
    {
        var parts = new DbConnectionStringBuilder();
        try
        {
            parts.ConnectionString = connection;
        }
        catch (ArgumentException)
        {
            return (connection, "is not a connection string (Name=value;…).");
        }

        if (connection.StartsWith("Host=", StringComparison.OrdinalIgnoreCase))
        {
            return (connection, null);
        }

        if (!parts.TryGetValue(SqliteFile, out var file) || file is not string { Length: > 0 } path)
        {
            return (connection, "begins neither with 'Host=' (PostgreSQL) nor names a 'Data Source=' file (SQLite).");
        }

        parts[SqliteFile] = Path.GetFullPath(Path.Combine(workingDirectory, path));
        return (parts.ConnectionString, null);
    }

    /// <summary>The file of a SQLite database; null for anything else.</summary>
    public static string? FileOf(string resolved)
    {
        if (resolved.TrimStart().StartsWith("Host=", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var parts = new DbConnectionStringBuilder();
        try
        {
            parts.ConnectionString = resolved;
        }
        catch (ArgumentException)
        {
            return null;
        }

        return parts.TryGetValue(SqliteFile, out var file) ? file as string : null;
    }
}
