using System.Runtime.CompilerServices;

namespace Mingus.Simulation.Nodes;

/// <summary>The database is away: before it did what was asked, or after, when the answer was lost.</summary>
internal sealed class StoreAwayException() : Exception("The database is away.");

/// <summary>Where a node may be stopped: before and after each call of a port. What follows waits for its
/// turn.</summary>
internal sealed class FaultPoints(NodeContext context, Troubles troubles)
{
    /// <summary>A call of the store.</summary>
    public async Task<T> Store<T>(Func<Task<T>> call)
    {
        await new Turn(context);
        if (troubles.StoreFails())
        {
            throw new StoreAwayException();
        }

        var answer = await call();
        await new Turn(context);
        return troubles.StoreFails() ? throw new StoreAwayException() : answer;
    }

    /// <inheritdoc cref="Store{T}" />
    public Task Store(Func<Task> call) =>
        Store(async () =>
        {
            await call();
            return 0;
        });

    /// <summary>A call of the provider.</summary>
    public async Task<T> Provider<T>(Func<Task<T>> call)
    {
        await new Turn(context);
        troubles.ProviderFails();
        var answer = await call();
        await new Turn(context);
        troubles.AnswerIsLost();
        return answer;
    }

    /// <summary>What follows an await of it is posted to the node.</summary>
    private readonly struct Turn(NodeContext context) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => false;

        public Turn GetAwaiter() => this;

        public void GetResult() { }

        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation) =>
            context.Post(static action => ((Action)action!)(), continuation);
    }
}
