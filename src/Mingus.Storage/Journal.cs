using Mingus.Ledger;
using Mingus.Storage.Rows;
using Mingus.Storage.Scripts;
using Mingus.Sync.Ports;

namespace Mingus.Storage;

/// <summary>Runs scripts, and tells the streams after a durable commit that wrote events.</summary>
internal sealed class Journal(IEngine engine, ICommitSignal signal, Node node, TimeProvider time)
{
    /// <summary>Tries of a write whose facts were read before it, while others keep changing them.</summary>
    public const int TriesMax = 5;

    public Node Node => node;

    public DateTimeOffset Now => time.GetUtcNow();

    public Task Read(Script script, CancellationToken cancellationToken) => engine.Read(script, cancellationToken);

    /// <summary>Reads what a write will rest on.</summary>
    public Task ReadToWrite(Script script, CancellationToken cancellationToken) =>
        engine.ReadToWrite(script, cancellationToken);

    /// <summary>After an erasure: no byte of it is left where a copy of the files would have it.</summary>
    public Task Scrub(CancellationToken cancellationToken) => engine.Scrub(cancellationToken);

    /// <summary>Writes without events.</summary>
    public Task Write(Script script, CancellationToken cancellationToken) => engine.Write(script, cancellationToken);

    /// <summary>Writes a script that took the user's row into <paramref name="state"/>.</summary>
    public async Task Write(
        Script script,
        UserId userId,
        UserState state,
        int events,
        CancellationToken cancellationToken
    )
    {
        await engine.Write(script, cancellationToken);
        if (events > 0)
        {
            signal.Committed(userId, state.LastSequence);
        }
    }
}
