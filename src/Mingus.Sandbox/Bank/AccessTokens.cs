using System.Buffers.Text;
using System.Text;

namespace Mingus.Sandbox.Bank;

/// <summary>
/// Access tokens that carry what an item was made from. A generated household follows from seed and clock alone, so a
/// sandbox that was restarted can open the same item again, with the same ids and the same stream.
/// </summary>
internal static class AccessTokens
{
    private const string Prefix = "access-sandbox-";
    private const char Separator = '\n';

    public static string Write(Agreement agreement, DateTimeOffset createdAt, long seed)
    {
        var plain = string.Join(
            Separator,
            agreement.ItemId,
            createdAt.UtcTicks,
            agreement.Institution.Id,
            agreement.User,
            agreement.DaysRequested,
            agreement.EndDate?.DayNumber,
            agreement.Shared is null ? null : string.Join(' ', agreement.Shared.Order()),
            string.Join(' ', agreement.Products),
            agreement.Webhook
        );
        var check = Rng.Hex(seed, ["access", plain], 24);
        return $"{Prefix}{check}-{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(plain))}";
    }

    /// <summary>The agreement and the instant of its exchange, where the token is one of this seed.</summary>
    public static (Agreement Agreement, DateTimeOffset CreatedAt)? Read(string token, long seed)
    {
        var start = Prefix.Length + 25;
        if (
            token.Length <= start
            || !token.StartsWith(Prefix, StringComparison.Ordinal)
            || !Base64Url.IsValid(token.AsSpan(start))
        )
        {
            return null;
        }
        var plain = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.AsSpan(start)));
        if (!token.AsSpan(Prefix.Length).StartsWith(Rng.Hex(seed, ["access", plain], 24), StringComparison.Ordinal))
        {
            return null;
        }
        var parts = plain.Split(Separator);
        if (Institutions.Find(parts[2]) is not { } bank)
        {
            return null;
        }
        var agreement = new Agreement
        {
            ItemId = parts[0],
            Institution = bank,
            User = parts[3],
            DaysRequested = parts[4].Length == 0 ? null : int.Parse(parts[4]),
            EndDate = parts[5].Length == 0 ? null : DateOnly.FromDayNumber(int.Parse(parts[5])),
            Shared = parts[6].Length == 0 ? null : parts[6].Split(' ').Select(int.Parse).ToHashSet(),
            Products = parts[7].Split(' '),
            Webhook = parts[8].Length == 0 ? null : parts[8],
        };
        return (agreement, new DateTimeOffset(long.Parse(parts[1]), TimeSpan.Zero));
    }
}
