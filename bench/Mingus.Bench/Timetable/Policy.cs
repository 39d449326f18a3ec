namespace Mingus.Bench.Timetable;

/// <summary>A rule that says when each connection is checked. Steps are quarter hours.</summary>
internal abstract class Policy(string name)
{
    public string Name { get; } = name;

    /// <summary>When each connection is due next.</summary>
    protected double[] Due { get; private set; } = [];

    protected World World { get; private set; } = null!;

    /// <summary>Calls allowed a day over all connections.</summary>
    protected double Allowed { get; private set; }

    /// <summary>The most calls of any day, as a share of what is allowed; no limit for fixed rules.</summary>
    public virtual double MostOfDay => double.PositiveInfinity;

    public double DueAt(int connection) => Due[connection];

    /// <summary>Changes expected to be waiting: who goes first when calls are short.</summary>
    public virtual double Waiting(int connection) => 0;

    public virtual void Begin(World world, double perDay, Random dice)
    {
        (World, Allowed) = (world, perDay * world.Lives.Length);
        Due = new double[world.Lives.Length];
    }

    /// <summary>A check found these changes.</summary>
    public abstract void Checked(int connection, int step, ReadOnlySpan<Change> found);

    public virtual void Webhook(int connection, int step) { }

    /// <summary>Each step, before what is due is checked.</summary>
    public virtual void Step(int step) { }

    /// <summary>A day is over, with so many calls.</summary>
    public virtual void DayOver(int day, int calls) { }
}
