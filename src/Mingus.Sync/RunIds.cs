using System.Security.Cryptography;
using Mingus.Ledger;

namespace Mingus.Sync;

/// <summary>Makes ids for what the engine begins: connections and runs. The simulation gives it a seeded source of
/// bits.</summary>
public sealed class RunIds(TimeProvider time, Action<Span<byte>>? fill = null)
{
    private readonly Action<Span<byte>> _fill = fill ?? RandomNumberGenerator.Fill;

    /// <summary>An id of now.</summary>
    public TId New<TId>()
        where TId : struct, IPrefixedId<TId>
    {
        Span<byte> bits = stackalloc byte[16];
        _fill(bits);
        return TId.From(PrefixedId.Compose(time.Now(), bits));
    }
}
