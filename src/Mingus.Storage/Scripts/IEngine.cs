namespace Mingus.Storage.Scripts;

/// <summary>A database that runs scripts.</summary>
internal interface IEngine : IAsyncDisposable
{
    /// <summary>Full path or host and database, for people; never a password.</summary>
    string Description { get; }

    /// <summary>Network flushes or local transactions so far.</summary>
    long RoundTrips { get; }

    /// <summary>Runs the script in one transaction; when this returns it survives a crash.</summary>
    /// <exception cref="RefusedException">A guard found no row; nothing was written.</exception>
    Task Write(Script script, CancellationToken cancellationToken);

    /// <summary>Runs the script on one snapshot.</summary>
    Task Read(Script script, CancellationToken cancellationToken);

    /// <summary>Runs a script that only reads, on one snapshot, for a write that follows: where what was written last
    /// is at hand.</summary>
    Task ReadToWrite(Script script, CancellationToken cancellationToken);

    /// <summary>Leaves no byte of what was erased in the database's files, as far as it is for a client to
    /// do.</summary>
    Task Scrub(CancellationToken cancellationToken);
}
