namespace Mingus.Simulation.Memory;

/// <summary>What a store leaves out that it promised: the bugs planted in it. None of it in a sound world.</summary>
internal sealed record Lapses
{
    /// <summary>Commits whatever version the plan was made at.</summary>
    public bool SkipsUserVersion { get; init; }

    /// <summary>Lets a run commit that lost its connection to another.</summary>
    public bool SkipsFence { get; init; }

    /// <summary>Gives a connection to whoever asks.</summary>
    public bool IgnoresLease { get; init; }

    /// <summary>Writes the plan before it looks whether the run may.</summary>
    public bool WritesBeforeFence { get; init; }

    /// <summary>Writes a commit's connection and run, and not its plan, every so often.</summary>
    public bool LosesPlan { get; init; }

    /// <summary>Writes a plan, and not the cursor that belongs to it, every so often.</summary>
    public bool LosesCursor { get; init; }
}
