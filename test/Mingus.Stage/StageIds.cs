using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Mingus.Stage;

/// <summary>Bits for ids, the same for the same moment and turn: what is ordered by an id stands in the same
/// order.</summary>
internal sealed class StageIds(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, long> _turns = [];

    public void Fill(Span<byte> bits)
    {
        var now = time.GetUtcNow().UtcTicks;
        Span<byte> seed = stackalloc byte[2 * sizeof(long)];
        lock (_gate)
        {
            var turn = _turns.GetValueOrDefault(now);
            _turns[now] = turn + 1;
            BinaryPrimitives.WriteInt64LittleEndian(seed, now);
            BinaryPrimitives.WriteInt64LittleEndian(seed[sizeof(long)..], turn);
        }

        SHA256.HashData(seed).AsSpan(0, bits.Length).CopyTo(bits);
    }
}
