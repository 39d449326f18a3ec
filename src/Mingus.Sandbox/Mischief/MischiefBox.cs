namespace Mingus.Sandbox.Mischief;

/// <summary>The faults waiting for their calls. Safe to use from several threads.</summary>
public sealed class MischiefBox
{
    private readonly Lock _gate = new();
    private readonly List<Armed> _armed = [];

    /// <summary>Arms a fault.</summary>
    /// <exception cref="ArgumentException">The fault lacks what its kind needs, or names an unknown error
    /// code.</exception>
    public void Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault.Kind == FaultKind.Error && (fault.Code is null || !Wire.PlaidErrors.Exists(fault.Code)))
        {
            throw new ArgumentException($"'{fault.Code}' is not an error code of the sandbox.", nameof(fault));
        }
        if (fault.Kind == FaultKind.Rewrite && (fault.Target is null || fault.Value is null))
        {
            throw new ArgumentException("A rewrite needs a target and a value.", nameof(fault));
        }
        lock (_gate)
        {
            _armed.Add(new Armed(fault));
        }
    }

    /// <summary>Takes all faults away.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _armed.Clear();
        }
    }

    /// <summary>The faults that wait, with those that are used up left out.</summary>
    public IReadOnlyList<Fault> Waiting
    {
        get
        {
            lock (_gate)
            {
                return [.. _armed.Select(a => a.Fault)];
            }
        }
    }

    /// <summary>The faults that hit this call, in the order of their arming.</summary>
    internal IReadOnlyList<Fault> TakeForCall(string? itemId, string path, int page) =>
        Take(f => !f.IsWebhook && Matches(f, itemId, path) && (f.Page is null || f.Page == page));

    /// <summary>The fault that hits this webhook, if one does.</summary>
    internal Fault? TakeForWebhook(string itemId, string code)
    {
        var hits = Take(f => f.IsWebhook && Matches(f, itemId, code));
        return hits.Count > 0 ? hits[0] : null;
    }

    private static bool Matches(Fault fault, string? itemId, string path) =>
        (fault.ItemId is null || fault.ItemId == itemId) && (fault.Path is null || fault.Path == path);

    private List<Fault> Take(Predicate<Fault> matches)
    {
        lock (_gate)
        {
            var hits = new List<Fault>();
            foreach (var armed in _armed)
            {
                if (matches(armed.Fault) && ++armed.Seen > armed.Fault.After)
                {
                    hits.Add(armed.Fault);
                    armed.Hits++;
                }
            }
            _armed.RemoveAll(a => a.Fault.Times > 0 && a.Hits >= a.Fault.Times);
            return hits;
        }
    }

    private sealed class Armed(Fault fault)
    {
        public Fault Fault { get; } = fault;
        public int Seen { get; set; }
        public int Hits { get; set; }
    }
}
