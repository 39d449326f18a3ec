namespace Mingus.Bench.Limits;

/// <summary>
/// What the engine is measured against: the same rows, taken from the database that the engine wrote, into an empty
/// table with the same indexes, as fast as the database takes them.
/// </summary>
internal interface ILimit : IAsyncDisposable
{
    /// <summary>Rows of one commit.</summary>
    const int RowsPerCommit = 500;

    /// <summary>Lays the next rows of the engine's table ready; false while there are not enough for a
    /// commit.</summary>
    Task<bool> Ready();

    /// <summary>Writes them in one durable transaction.</summary>
    Task Write();
}
