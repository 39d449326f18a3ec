using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Mingus.Storage.Scripts;

namespace Mingus.Storage;

/// <summary>The name of a process in leases, and the number under which PostgreSQL knows that it lives.</summary>
internal sealed record Node(string Name)
{
    /// <summary>The first 64 bits of the name's SHA-256: the key of the advisory lock its session holds.</summary>
    public long Key { get; } =
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(Name)).AsSpan(0, 8));

    /// <summary>Binds the name, the key, or both: engines tell the dead from the living by one of them.</summary>
    public void Bind(IArgs args)
    {
        if (args.Has("node"))
        {
            args.Text("node", Name);
        }

        if (args.Has("node_key"))
        {
            args.Long("node_key", Key);
        }
    }
}
