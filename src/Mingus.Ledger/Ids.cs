using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Mingus.Ledger;

/// <summary>
/// An id as the outside sees it: a prefix that names its kind and 32 hexadecimal digits, ordered by the moment the
/// thing was first known. Ids are names, not secrets: nothing is authorised by knowing one.
/// </summary>
/// <typeparam name="TSelf">The id type itself.</typeparam>
public interface IPrefixedId<TSelf>
    where TSelf : struct, IPrefixedId<TSelf>
{
    /// <summary>The prefix without its underscore, for instance <c>txn</c>.</summary>
    static abstract string Prefix { get; }

    /// <summary>Wraps a stored value.</summary>
    static abstract TSelf From(Guid value);

    /// <summary>The value at rest; its big-endian bytes sort by time.</summary>
    Guid Value { get; }
}

/// <summary>Text and derivation of ids, one rule for every kind.</summary>
public static class PrefixedId
{
    private const int Digits = 32;

    /// <summary>The outside form, for instance <c>txn_0193…</c>.</summary>
    public static string Format<TId>(TId id)
        where TId : struct, IPrefixedId<TId> =>
        string.Create(
            TId.Prefix.Length + 1 + Digits,
            id.Value,
            static (text, value) =>
            {
                TId.Prefix.CopyTo(text);
                text[TId.Prefix.Length] = '_';
                value.TryFormat(text[(TId.Prefix.Length + 1)..], out _, "N");
            }
        );

    /// <summary>Reads the outside form; false for another prefix or anything that is not 32 hexadecimal
    /// digits.</summary>
    public static bool TryParse<TId>(string? text, out TId id)
        where TId : struct, IPrefixedId<TId>
    {
        id = default;
        var start = TId.Prefix.Length + 1;
        if (
            text is null
            || text.Length != start + Digits
            || text[start - 1] != '_'
            || !text.StartsWith(TId.Prefix, StringComparison.Ordinal)
            || !Guid.TryParseExact(text.AsSpan(start), "N", out var value)
        )
        {
            return false;
        }

        id = TId.From(value);
        return true;
    }

    /// <summary>
    /// The id of something first known at <paramref name="at"/> and named by <paramref name="name"/>: a UUID of version
    /// 7 layout (RFC 9562) whose 74 free bits come from SHA-256 of the name instead of chance. The same facts give the
    /// same id, so that planning stays pure and a plan made twice is the same plan (decision 0003).
    /// </summary>
    public static Guid Derive(DateTimeOffset at, string name)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        return Compose(at, hash);
    }

    /// <summary>What <see cref="Derive"/> gives for the same name at another moment.</summary>
    public static Guid At(DateTimeOffset at, Guid derived)
    {
        Span<byte> bytes = stackalloc byte[16];
        derived.TryWriteBytes(bytes, bigEndian: true, out _);
        return Compose(at, bytes[6..]);
    }

    /// <summary>The version 7 layout: 48 bits of Unix milliseconds, then the first free bits of <paramref
    /// name="rest"/>.</summary>
    public static Guid Compose(DateTimeOffset at, ReadOnlySpan<byte> rest)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, at.ToUnixTimeMilliseconds() << 16);
        rest[..10].CopyTo(bytes[6..]);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}

/// <summary>Our surrogate of a user, unique over all tenants; it leads every key of that user's rows.</summary>
public readonly record struct UserId(long Value);

/// <summary>A user's authorised link to one institution through one provider.</summary>
public readonly record struct ConnectionId(Guid Value) : IPrefixedId<ConnectionId>
{
    public static string Prefix => "con";

    public static ConnectionId From(Guid value) => new(value);

    public override string ToString() => PrefixedId.Format(this);
}

/// <summary>A real-world account.</summary>
public readonly record struct AccountId(Guid Value) : IPrefixedId<AccountId>
{
    public static string Prefix => "acc";

    public static AccountId From(Guid value) => new(value);

    public override string ToString() => PrefixedId.Format(this);
}

/// <summary>One account as seen through one connection.</summary>
public readonly record struct FeedId(Guid Value) : IPrefixedId<FeedId>
{
    public static string Prefix => "fed";

    public static FeedId From(Guid value) => new(value);

    public override string ToString() => PrefixedId.Format(this);
}

/// <summary>A real-world transaction. It keeps its id from pending to posted and across re-linking.</summary>
public readonly record struct TransactionId(Guid Value) : IPrefixedId<TransactionId>
{
    public static string Prefix => "txn";

    public static TransactionId From(Guid value) => new(value);

    public override string ToString() => PrefixedId.Format(this);
}

/// <summary>One execution of one sync type.</summary>
public readonly record struct RunId(Guid Value) : IPrefixedId<RunId>
{
    public static string Prefix => "run";

    public static RunId From(Guid value) => new(value);

    public override string ToString() => PrefixedId.Format(this);
}

/// <summary>One thing a check found.</summary>
public readonly record struct FindingId(Guid Value) : IPrefixedId<FindingId>
{
    public static string Prefix => "fnd";

    public static FindingId From(Guid value) => new(value);

    public override string ToString() => PrefixedId.Format(this);
}

/// <summary>One decision: a match, a split, a link, an annotation.</summary>
public readonly record struct DecisionId(Guid Value) : IPrefixedId<DecisionId>
{
    public static string Prefix => "dec";

    public static DecisionId From(Guid value) => new(value);

    public override string ToString() => PrefixedId.Format(this);
}

/// <summary>A duplicate group, or the question whether two transactions are one.</summary>
public readonly record struct DuplicateId(Guid Value) : IPrefixedId<DuplicateId>
{
    public static string Prefix => "dup";

    public static DuplicateId From(Guid value) => new(value);

    public override string ToString() => PrefixedId.Format(this);
}

/// <summary>The question whether a feed shows an account, and its answer.</summary>
public readonly record struct AccountLinkId(Guid Value) : IPrefixedId<AccountLinkId>
{
    public static string Prefix => "lnk";

    public static AccountLinkId From(Guid value) => new(value);

    public override string ToString() => PrefixedId.Format(this);
}

/// <summary>One record or balance that could not be believed or read, kept with its payload.</summary>
public readonly record struct QuarantineId(Guid Value) : IPrefixedId<QuarantineId>
{
    public static string Prefix => "qua";

    public static QuarantineId From(Guid value) => new(value);

    public override string ToString() => PrefixedId.Format(this);
}

/// <summary>The report of one validation of one account.</summary>
public readonly record struct ValidationId(Guid Value) : IPrefixedId<ValidationId>
{
    public static string Prefix => "val";

    public static ValidationId From(Guid value) => new(value);

    public override string ToString() => PrefixedId.Format(this);
}

/// <summary>Something a person should know or do.</summary>
public readonly record struct NotificationId(Guid Value) : IPrefixedId<NotificationId>
{
    public static string Prefix => "ntf";

    public static NotificationId From(Guid value) => new(value);

    public override string ToString() => PrefixedId.Format(this);
}

/// <summary>An address that events are sent to.</summary>
public readonly record struct WebhookEndpointId(Guid Value) : IPrefixedId<WebhookEndpointId>
{
    public static string Prefix => "whe";

    public static WebhookEndpointId From(Guid value) => new(value);

    public override string ToString() => PrefixedId.Format(this);
}

/// <summary>One event on its way to one address; the <c>webhook-id</c> of every attempt.</summary>
public readonly record struct WebhookDeliveryId(Guid Value) : IPrefixedId<WebhookDeliveryId>
{
    public static string Prefix => "whd";

    public static WebhookDeliveryId From(Guid value) => new(value);

    public override string ToString() => PrefixedId.Format(this);
}

/// <summary>A key of an integrator's back end.</summary>
public readonly record struct ApiKeyId(Guid Value) : IPrefixedId<ApiKeyId>
{
    public static string Prefix => "key";

    public static ApiKeyId From(Guid value) => new(value);

    public override string ToString() => PrefixedId.Format(this);
}

/// <summary>A short-lived credential of one user, for a browser.</summary>
public readonly record struct UserTokenId(Guid Value) : IPrefixedId<UserTokenId>
{
    public static string Prefix => "utk";

    public static UserTokenId From(Guid value) => new(value);

    public override string ToString() => PrefixedId.Format(this);
}
