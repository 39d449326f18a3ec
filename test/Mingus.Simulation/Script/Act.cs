namespace Mingus.Simulation.Script;

/// <summary>What happens in one step.</summary>
internal enum ActKind
{
    /// <summary>One node goes on, from one fault point to the next.</summary>
    GoOn,

    /// <summary>Time passes.</summary>
    Wait,

    /// <summary>Something happens in an account at the bank.</summary>
    Spend,

    /// <summary>The provider reads the bank.</summary>
    ReadBank,

    /// <summary>The provider announces something: once, twice or never.</summary>
    Announce,

    /// <summary>A person does something.</summary>
    Click,

    /// <summary>A node dies, stops for a while, goes on as a zombie, or starts.</summary>
    Disturb,

    /// <summary>A person links a bank, again or anew.</summary>
    Link,

    /// <summary>The provider breaks a connection, or loses its cursor.</summary>
    Break,
}

/// <summary>One step of a script: what happens, and the seed of every choice within it. As nothing else is random, a
/// script replays exactly, and a part of it replays, too.</summary>
internal readonly record struct Act(ActKind Kind, ulong Seed);
