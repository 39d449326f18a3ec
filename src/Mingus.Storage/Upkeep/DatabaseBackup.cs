using Mingus.Storage.Postgres;
using Mingus.Storage.Sqlite;

namespace Mingus.Storage.Upkeep;

/// <summary>Copies of a whole database, taken while it is served, and put back while it is not.</summary>
public static class DatabaseBackup
{
    /// <summary>Writes one consistent copy to a file that is not there yet, readable by its owner alone. Others go on
    /// reading and writing.</summary>
    /// <exception cref="StorageException">It cannot be done; the message says what to do.</exception>
    public static Task Take(StorageOptions options, string file, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(file);
        if (File.Exists(path))
        {
            throw new StorageException($"{path} is there already: name a file that is not, or remove it.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return options.IsPostgres
            ? PostgresDump.Take(options, path, cancellationToken)
            : SqliteCopy.Take(options.ConnectionString, path, cancellationToken);
    }

    /// <summary>Puts a copy in the place of the database. No process may serve it meanwhile; answers where the database
    /// that was there is kept, null for PostgreSQL, which keeps none.</summary>
    /// <exception cref="StorageException">It cannot be done; nothing was changed.</exception>
    public static Task<string?> Restore(StorageOptions options, string file, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(file);
        if (!File.Exists(path))
        {
            throw new StorageException($"There is no file {path}.");
        }

        return options.IsPostgres
            ? PostgresDump.Restore(options, path, cancellationToken)
            : SqliteCopy.Restore(options.ConnectionString, path, cancellationToken);
    }
}
