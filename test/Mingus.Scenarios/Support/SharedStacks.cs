using Microsoft.AspNetCore.Builder;
using Mingus.Sandbox;
using Mingus.Scenarios.Support;

[assembly: AssemblyFixture(typeof(SharedStacks))]
[assembly: CaptureConsole]

namespace Mingus.Scenarios.Support;

/// <summary>
/// One stack an engine for scenarios that need the same product. They do not disturb each other: each has a person of
/// its own, and mischief names the item. This one is for all that need no other time, settings, parts or restart.
/// </summary>
public class SharedStacks : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<StoreKind, Stack> _stacks = [];

    /// <summary>One scenario's faults are no other's: circuits are off.</summary>
    protected virtual string[] Settings => ["--Plaid:Circuit:Failures=0"];

    protected virtual SandboxOptions Bank => Stack.StillBank();

    /// <summary>The stack on that engine, started by the first who asks.</summary>
    internal async Task<Stack> Of(StoreKind kind)
    {
        await _gate.WaitAsync();
        try
        {
            if (!_stacks.TryGetValue(kind, out var stack))
            {
                stack = await Stack.Start(kind, Bank, Adjust, Settings);
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

        await Ended();
        GC.SuppressFinalize(this);
    }

    protected virtual void Adjust(WebApplicationBuilder builder) { }

    /// <summary>The first fixture made ends last, and takes the database server with it.</summary>
    protected virtual async Task Ended() => await TestDatabase.StopServer();
}

/// <summary>Stacks of one class, with a saboteur before the product's ports.</summary>
public class SabotagedStacks : SharedStacks
{
    internal Saboteur Saboteur { get; } = new();

    protected override void Adjust(WebApplicationBuilder builder) => Saboteur.LayAll(builder.Services);

    protected override Task Ended() => Task.CompletedTask;
}

/// <summary>The product asks for pages of ten: a small update has many.</summary>
public sealed class SmallPageStacks : SabotagedStacks
{
    public SmallPageStacks() => Saboteur.PageSize = 10;
}
