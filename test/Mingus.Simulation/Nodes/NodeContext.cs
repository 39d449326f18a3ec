namespace Mingus.Simulation.Nodes;

/// <summary>Where everything of one node waits for its turn. The world decides what goes on next, one at a time and on
/// one thread; a node that is dead never goes on.</summary>
internal sealed class NodeContext : SynchronizationContext
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly List<(SendOrPostCallback Callback, object? State)> _waiting = [];

    public bool IsClosed { get; private set; }

    public int Waiting => _waiting.Count;

    /// <summary>Whether something of the node ran on another thread, where nobody decides when.</summary>
    public bool HasHopped { get; private set; }

    public override void Post(SendOrPostCallback d, object? state)
    {
        HasHopped |= Environment.CurrentManagedThreadId != _thread;
        if (!IsClosed)
        {
            _waiting.Add((d, state));
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => Run(() => d(state));

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Lets one of those who wait go on.</summary>
    public void GoOn(int which)
    {
        var (callback, state) = _waiting[which];
        _waiting.RemoveAt(which);
        Run(() => callback(state));
    }

    /// <summary>Runs code as the node's own.</summary>
    public void Run(Action action)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            action();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>Nothing of it ever goes on.</summary>
    public void Close()
    {
        IsClosed = true;
        _waiting.Clear();
    }
}
