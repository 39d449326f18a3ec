using System.Buffers.Text;
using System.Security.Cryptography;
using Mingus.Sync.Ports;

namespace Mingus.Plaid.Webhooks;

/// <summary>What is known of a key.</summary>
internal abstract record KeyFound
{
    private KeyFound() { }

    public sealed record Good(ECParameters Key) : KeyFound;

    /// <summary>None that may sign; the reason in one word.</summary>
    public sealed record Bad(string Reason) : KeyFound;

    /// <summary>Plaid does not say now.</summary>
    public sealed record Unknown(ProviderFault Fault) : KeyFound;
}

/// <summary>
/// The keys that sign webhooks, by their id. Whoever sends whatever ids: one call in flight an id, ids that Plaid does
/// not know are remembered for a minute, and strangers' ids cost at most ten calls a minute in all.
/// </summary>
internal sealed class WebhookKeyRing(Func<string, CancellationToken, Task<PlaidWebhookKey>> fetch, TimeProvider time)
{
    private const int KeysMax = 64;
    private const int LookupsPerMinute = 10;
    private const int CoordinateBytes = 32;

    /// <summary>How long a key is used without asking whether it has expired.</summary>
    private static readonly TimeSpan FreshFor = TimeSpan.FromHours(1);

    /// <summary>How long it is used while Plaid does not answer.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _bad = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task<KeyFound>> _underWay = new(StringComparer.Ordinal);
    private readonly Queue<DateTimeOffset> _lookups = new();

    /// <summary>The key of that id, asked for if it must be. Never throws for what Plaid says.</summary>
    public async Task<KeyFound> Find(string keyId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        Task<KeyFound>? pending;
        lock (_gate)
        {
            if (_keys.TryGetValue(keyId, out var known) && now - known.FetchedAt < FreshFor)
            {
                return known.At(now);
            }

            if (_bad.TryGetValue(keyId, out var until) && until > now)
            {
                return new KeyFound.Bad("unknown_key");
            }

            if (!_underWay.TryGetValue(keyId, out pending))
            {
                if (known is null && !MayLookUp(now))
                {
                    return new KeyFound.Bad("too_many_keys");
                }

                pending = Ask(keyId, known);
                if (!pending.IsCompleted)
                {
                    _underWay[keyId] = pending;
                }
            }
        }

        return await pending.WaitAsync(cancellationToken);
    }

    // Ten a minute, whoever asks: more would make us a stranger's tool against Plaid.
    private bool MayLookUp(DateTimeOffset now)
    {
        while (_lookups.TryPeek(out var oldest) && now - oldest >= Minute)
        {
            _lookups.Dequeue();
        }

        if (_lookups.Count >= LookupsPerMinute)
        {
            return false;
        }

        _lookups.Enqueue(now);
        return true;
    }

    // Not the caller's to stop: others wait for the same.
    private async Task<KeyFound> Ask(string keyId, Entry? known)
    {
        var found = await Fetch(keyId, known);
        if (known is null && found is KeyFound.Good)
        {
            // A new key means that others may have expired (Plaid help 360041410794).
            await AskAgain(keyId);
        }

        lock (_gate)
        {
            _underWay.Remove(keyId);
        }

        return found;
    }

    private async Task AskAgain(string but)
    {
        List<KeyValuePair<string, Entry>> others;
        lock (_gate)
        {
            others = [.. _keys.Where(k => k.Key != but && k.Value.ExpiredAt is null)];
        }

        foreach (var (id, entry) in others)
        {
            await Fetch(id, entry);
        }
    }

    private async Task<KeyFound> Fetch(string keyId, Entry? known)
    {
        try
        {
            var key = await fetch(keyId, CancellationToken.None);
            return EntryOf(key, keyId) is { } entry ? Keep(keyId, entry) : new KeyFound.Bad("unusable_key");
        }
        catch (ProviderException e) when (e.Fault.Code == "invalid_webhook_verification_key_id")
        {
            return Refuse(keyId);
        }
        catch (ProviderException e)
        {
            var now = time.GetUtcNow();
            return known is not null && now - known.FetchedAt < KeptFor ? known.At(now) : new KeyFound.Unknown(e.Fault);
        }
    }

    private KeyFound Keep(string keyId, Entry entry)
    {
        lock (_gate)
        {
            if (_keys.Count >= KeysMax && !_keys.ContainsKey(keyId))
            {
                _keys.Remove(_keys.MinBy(static k => k.Value.FetchedAt).Key);
            }

            _keys[keyId] = entry;
        }

        return entry.At(time.GetUtcNow());
    }

    private KeyFound.Bad Refuse(string keyId)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            _keys.Remove(keyId);
            foreach (var old in _bad.Where(b => b.Value <= now).Select(static b => b.Key).ToList())
            {
                _bad.Remove(old);
            }

            _bad[keyId] = now + Minute;
        }

        return new KeyFound.Bad("unknown_key");
    }

    // Null for a key that may not sign webhooks.
    private Entry? EntryOf(PlaidWebhookKey key, string keyId)
    {
        if (
            key is not { Algorithm: "ES256", Curve: "P-256" }
            || key.KeyId != keyId
            || Coordinate(key.X) is not { } x
            || Coordinate(key.Y) is not { } y
        )
        {
            return null;
        }

        var point = new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = x, Y = y },
        };
        try
        {
            using var check = ECDsa.Create(point);
        }
        catch (CryptographicException)
        {
            return null;
        }

        return new Entry(point, key.ExpiredAt, time.GetUtcNow());
    }

    private static byte[]? Coordinate(string text) =>
        Base64Url.IsValid(text) && Base64Url.DecodeFromChars(text) is { Length: CoordinateBytes } bytes ? bytes : null;

    private sealed record Entry(ECParameters Key, DateTimeOffset? ExpiredAt, DateTimeOffset FetchedAt)
    {
        public KeyFound At(DateTimeOffset now) =>
            ExpiredAt <= now ? new KeyFound.Bad("expired_key") : new KeyFound.Good(Key);
    }
}
