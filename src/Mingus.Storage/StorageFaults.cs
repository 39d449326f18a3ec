using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace Mingus.Storage;

/// <summary>Which failures of a database pass by themselves, or when an operator mends their cause.</summary>
public static class StorageFaults
{
    /// <summary>Whether the database is away, full or too busy: nothing was written, and the same may go
    /// later.</summary>
    public static bool IsAway(Exception failure) =>
        failure switch
        {
            NpgsqlException postgres => postgres.IsTransient,
            SqliteException sqlite => sqlite.SqliteErrorCode
                is raw.SQLITE_FULL
                    or raw.SQLITE_IOERR
                    or raw.SQLITE_BUSY
                    or raw.SQLITE_CANTOPEN
                    or raw.SQLITE_READONLY,
            _ => false,
        };
}
