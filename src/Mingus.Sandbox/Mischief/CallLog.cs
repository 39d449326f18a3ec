namespace Mingus.Sandbox.Mischief;

/// <summary>How often a path was called for an item; null stands for calls without an item.</summary>
/// <param name="ItemId">The item whose access token the call carried.</param>
/// <param name="Path">The path.</param>
/// <param name="Count">How often.</param>
public sealed record CallCount(string? ItemId, string Path, int Count);

/// <summary>Counts every call to Plaid's paths, failed ones too. Safe to use from several threads.</summary>
public sealed class CallLog
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string ItemId, string Path), int> _counts = [];

    /// <summary>All counts, by item and path.</summary>
    public IReadOnlyList<CallCount> Counts
    {
        get
        {
            lock (_gate)
            {
                return
                [
                    .. _counts
                        .OrderBy(c => c.Key.ItemId, StringComparer.Ordinal)
                        .ThenBy(c => c.Key.Path, StringComparer.Ordinal)
                        .Select(c => new CallCount(
                            c.Key.ItemId.Length == 0 ? null : c.Key.ItemId,
                            c.Key.Path,
                            c.Value
                        )),
                ];
            }
        }
    }

    /// <summary>How often a path was called, for one item or for all.</summary>
    public int Count(string path, string? itemId = null)
    {
        lock (_gate)
        {
            return _counts.Where(c => c.Key.Path == path && (itemId ?? c.Key.ItemId) == c.Key.ItemId).Sum(c => c.Value);
        }
    }

    /// <summary>Starts to count from 0.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _counts.Clear();
        }
    }

    internal void Add(string? itemId, string path)
    {
        lock (_gate)
        {
            var key = (itemId ?? "", path);
            _counts[key] = _counts.GetValueOrDefault(key) + 1;
        }
    }
}
