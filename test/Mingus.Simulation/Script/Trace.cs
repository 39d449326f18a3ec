namespace Mingus.Simulation.Script;

/// <summary>A hash of everything that happens, in its order.</summary>
internal sealed class Trace
{
    public ulong Hash { get; private set; } = 14_695_981_039_346_656_037;

    public void Add(ActKind kind, string said, World world)
    {
        Mix((ulong)kind);
        foreach (var letter in said)
        {
            Mix(letter);
        }

        Mix((ulong)world.Clock.Now.Ticks);
        foreach (var user in world.Database.Users.Values)
        {
            Mix((ulong)user.Version);
            Mix((ulong)user.LastSequence);
            Mix((ulong)user.Records.Count);
        }

        foreach (var node in world.Nodes)
        {
            Mix((ulong)node.Context.Waiting);
        }
    }

    private void Mix(ulong value) => Hash = unchecked((Hash ^ value) * 1_099_511_628_211);
}
