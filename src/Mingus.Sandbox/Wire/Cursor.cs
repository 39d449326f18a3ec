using System.Text;
using Mingus.Sandbox.Bank;

namespace Mingus.Sandbox.Wire;

/// <summary>
/// A place in an item's stream of changes. Between two updates only <see cref="From"/> counts; in the middle of one,
/// <see cref="To"/> holds the update's end and <see cref="Offset"/> what was given of it already.
/// </summary>
/// <param name="From">Position of the log that the client knows.</param>
/// <param name="To">End of the update that is being paged, or null.</param>
/// <param name="Offset">Changes of the update already given.</param>
/// <param name="Page">Number of the page that this cursor asks for, from 1.</param>
/// <param name="Account">The one account of the stream, or null for the item's.</param>
/// <param name="Reordered">The update is given in another order.</param>
internal sealed record Cursor(int From, int? To, int Offset, int Page, int? Account, bool Reordered)
{
    private const string Foreign = "cursor not associated with access_token";

    public static Cursor Start(int? account) => new(0, null, 0, 1, account, false);

    /// <summary>Reads a request's cursor: none and the empty one mean the start, "now" means the end.</summary>
    /// <exception cref="PlaidException">The cursor is not one of this item and stream.</exception>
    public static Cursor Read(string? text, Item item, int? account, long seed)
    {
        if (string.IsNullOrEmpty(text))
        {
            return Start(account);
        }
        if (text == "now")
        {
            return Start(account) with { From = item.Ledger.Log.Position };
        }
        var cursor = TryRead(text, item.Id, seed);
        var end = item.Ledger.Log.Position;
        var fits = cursor is not null && cursor.Account == account && cursor.From <= end && (cursor.To ?? 0) <= end;
        return fits ? cursor! : throw PlaidErrors.Invalid(Foreign);
    }

    /// <summary>The page a request is for, without a look at whether its cursor is right.</summary>
    public static int PageOf(string? text, Item item, long seed) =>
        string.IsNullOrEmpty(text) ? 1 : TryRead(text, item.Id, seed)?.Page ?? 1;

    public string Write(Item item, long seed)
    {
        var plain = $"{From}|{To}|{Offset}|{Page}|{Account}|{(Reordered ? 1 : 0)}";
        return Convert.ToBase64String(Encoding.ASCII.GetBytes($"{plain}|{Check(plain, item.Id, seed)}"));
    }

    private static Cursor? TryRead(string text, string itemId, long seed)
    {
        Span<byte> bytes = stackalloc byte[256];
        if (text.Length > 256 || !Convert.TryFromBase64String(text, bytes, out var length))
        {
            return null;
        }
        var plain = Encoding.ASCII.GetString(bytes[..length]);
        var end = plain.LastIndexOf('|');
        if (end < 0 || plain[(end + 1)..] != Check(plain[..end], itemId, seed))
        {
            return null;
        }
        var parts = plain[..end].Split('|');
        return new Cursor(
            int.Parse(parts[0]),
            Optional(parts[1]),
            int.Parse(parts[2]),
            int.Parse(parts[3]),
            Optional(parts[4]),
            parts[5] == "1"
        );
    }

    private static int? Optional(string text) => text.Length == 0 ? null : int.Parse(text);

    private static string Check(string plain, string itemId, long seed) => Rng.Hex(seed, ["cursor", itemId, plain], 24);
}
