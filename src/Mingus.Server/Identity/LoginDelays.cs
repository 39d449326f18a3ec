using System.Net;
using System.Net.Sockets;

namespace Mingus.Server.Identity;

/// <summary>
/// Slows guessing down: after five wrong logins from an address, and of a name from wherever, the next must wait 1
/// second, then 2, 4 … 60. A name's wait does not bind an address from which that name logged in before: strangers who
/// guess lock nobody out of where they are at home.
/// </summary>
internal sealed class LoginDelays(TimeProvider time)
{
    private const int Free = 5;
    private const int SecondsMax = 60;

    /// <summary>Bytes of an IPv6 address that belong to one customer.</summary>
    private const int NetworkBytes = 8;

    /// <summary>Beyond this many addresses, or names, the lessons are forgotten.</summary>
    private const int KnownMax = 100_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (int Wrong, DateTimeOffset Until)> _addresses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Wrong, DateTimeOffset Until)> _names = new(StringComparer.Ordinal);
    private readonly HashSet<(string Address, string Name)> _homes = [];

    /// <summary>Takes a try: null when it may be made, else when the next one may. A try counts as wrong until it is
    /// right, so that many at once are not all free.</summary>
    /// <param name="address">Where it comes from.</param>
    /// <param name="name">Whose login it is; null for the secret of the first start, which is nobody's.</param>
    public DateTimeOffset? Take(IPAddress? address, string? name)
    {
        var (now, from) = (time.GetUtcNow(), Name(address));
        lock (_lock)
        {
            var until = _addresses.GetValueOrDefault(from).Until;
            if (name is not null && !_homes.Contains((from, name)))
            {
                var namesUntil = _names.GetValueOrDefault(name).Until;
                until = namesUntil > until ? namesUntil : until;
            }

            if (until > now)
            {
                return until;
            }

            Count(_addresses, from, now);
            if (name is not null)
            {
                Count(_names, name, now);
            }

            return null;
        }
    }

    /// <summary>It was right.</summary>
    public void Forget(IPAddress? address, string? name)
    {
        var from = Name(address);
        lock (_lock)
        {
            _addresses.Remove(from);
            if (name is null)
            {
                return;
            }

            _names.Remove(name);
            if (_homes.Count >= KnownMax)
            {
                _homes.Clear();
            }

            _homes.Add((from, name));
        }
    }

    /// <summary>Whose tries are one's: an address, or the network of an IPv6 customer.</summary>
    public static string Name(IPAddress? address) =>
        address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, NetworkBytes))
            : address?.ToString() ?? "";

    private static void Count(
        Dictionary<string, (int Wrong, DateTimeOffset Until)> known,
        string who,
        DateTimeOffset now
    )
    {
        if (known.Count >= KnownMax)
        {
            known.Clear();
        }

        var wrong = known.GetValueOrDefault(who).Wrong + 1;
        var seconds = wrong < Free ? 0 : Math.Min(SecondsMax, 1 << Math.Min(wrong - Free, 6));
        known[who] = (wrong, now.AddSeconds(seconds));
    }
}
