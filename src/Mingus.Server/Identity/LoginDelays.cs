using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Mingus.Server.Identity;

/// <summary>
/// Slows guessing down: after five wrong logins from an address the next must wait 1 second, then 2, 4 … 60. A wait is
/// of the address, whatever names it tries; the owner elsewhere is not locked out by it. One that logs in begins anew.
/// </summary>
internal sealed class LoginDelays(TimeProvider time)
{
    private const int Free = 5;
    private const int SecondsMax = 60;

    /// <summary>Bytes of an IPv6 address that belong to one customer.</summary>
    private const int NetworkBytes = 8;

    /// <summary>Beyond this many addresses the oldest lessons are forgotten.</summary>
    private const int AddressesMax = 100_000;

    private readonly ConcurrentDictionary<string, (int Wrong, DateTimeOffset Until)> _known = new();

    /// <summary>Takes a try: null when it may be made, else when the next one may. A try counts as wrong until it is
    /// right, so that many at once are not all free.</summary>
    public DateTimeOffset? Take(IPAddress? address)
    {
        var now = time.GetUtcNow();
        if (_known.Count >= AddressesMax)
        {
            _known.Clear();
        }

        DateTimeOffset? wait = null;
        _known.AddOrUpdate(
            Name(address),
            _ => (1, now),
            (_, known) =>
            {
                if (known.Until > now)
                {
                    wait = known.Until;
                    return known;
                }

                wait = null;
                var wrong = known.Wrong + 1;
                var seconds = wrong < Free ? 0 : Math.Min(SecondsMax, 1 << Math.Min(wrong - Free, 6));
                return (wrong, now.AddSeconds(seconds));
            }
        );
        return wait;
    }

    /// <summary>It was right.</summary>
    public void Forget(IPAddress? address) => _known.TryRemove(Name(address), out _);

    /// <summary>Whose tries are one's: an address, or the network of an IPv6 customer.</summary>
    public static string Name(IPAddress? address) =>
        address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, NetworkBytes))
            : address?.ToString() ?? "";
}
