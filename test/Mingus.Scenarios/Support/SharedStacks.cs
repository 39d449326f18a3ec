using Mingus.Scenarios.Support;

[assembly: AssemblyFixture(typeof(SharedStacks))]
[assembly: CaptureConsole]

namespace Mingus.Scenarios.Support;

/// <summary>
/// One stack an engine for all scenarios that need no other time, settings or restart. They do not disturb each other: each
/// has a person of its own, and mischief names the item.
/// </summary>
public sealed class SharedStacks : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<StoreKind, Stack> _stacks = [];

    /// <summary>The stack on that engine, with circuits off: one scenario's faults are no other's.</summary>
    internal async Task<Stack> Of(StoreKind kind)
    {
        await _gate.WaitAsync();
        try
        {
            if (!_stacks.TryGetValue(kind, out var stack))
            {
                stack = await Stack.Start(kind, settings: "--Plaid:Circuit:Failures=0");
                _stacks[kind] = stack;
            }

            return stack;
        }
        finally
        {
            _gate.Release();
        }
    }

    internal async Task<Person> Person(StoreKind kind) => (await Of(kind)).NewPerson();

    public async ValueTask DisposeAsync()
    {
        foreach (var stack in _stacks.Values)
        {
            await stack.DisposeAsync();
        }

        await PostgresServer.Stop();
        _gate.Dispose();
    }
}
