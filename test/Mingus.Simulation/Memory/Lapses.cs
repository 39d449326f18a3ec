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

    /// <summary>Begins a run that only the schedule wants, though the connection is not due any more.</summary>
    public bool IgnoresDue { get; init; }

    /// <summary>Records a webhook and counts it nowhere.</summary>
    public bool LosesNews { get; init; }

    /// <summary>Keeps the lease of a run that has ended, every so often.</summary>
    public bool KeepsLease { get; init; }

    /// <summary>Does not look for running runs of nodes that died.</summary>
    public bool ForgetsDead { get; init; }

    /// <summary>Does not write what a call must save.</summary>
    public bool ForgetsBudget { get; init; }

    /// <summary>Writes no deliveries where a write has several events.</summary>
    public bool SkipsOutbox { get; init; }

    /// <summary>Takes a delivery for done once somebody has begun to send it.</summary>
    public bool DeliversAtClaim { get; init; }

    /// <summary>Leaves a delivery to who claimed it, for ever.</summary>
    public bool ClaimsForever { get; init; }
}
