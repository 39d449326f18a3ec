using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Xunit;
using Mingus.Plaid.Tests.Support;
using Mingus.Plaid.Wire;
using Mingus.Sync.Ports;

namespace Mingus.Plaid.Tests.Translation;

/// <summary>Whatever bytes come, a page accounts for everything in it, or the answer is refused; nothing else
/// happens.</summary>
public sealed class HostilePageTests
{
    private static readonly byte[] Valid = Encoding.UTF8.GetBytes(ValidPage());

    private static readonly string[] Lists = ["accounts", "added", "modified", "removed"];

    // Pieces that tend to break readers of JSON when they land in the middle of it.
    private static readonly string[] Pieces =
    [
        "null",
        "[]",
        "{}",
        "\"\\ud83d\"",
        "\\ud800",
        "1e999",
        "-0",
        "\"\"",
        ",",
        "\"",
        "}",
        "]",
        ":",
        "\\",
        "\\u0000",
        "999999999999999999999999999999999999",
        "0.0000000000000000000000000000000001",
        "[[[[[[[[",
    ];

    [Property(MaxTest = 500)]
    public void Bytes_changed_at_random_never_lose_a_record(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var page = (byte[])Valid.Clone();
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            page[random.Next(page.Length)] = (byte)random.Next(256);
        }

        MustAccountForAll(page);
    }

    [Property(MaxTest = 500)]
    public void Pieces_put_in_at_random_never_lose_a_record(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var text = Encoding.UTF8.GetString(Valid);
        var at = random.Next(text.Length);
        var cut = Math.Min(random.Next(12), text.Length - at);
        MustAccountForAll(Encoding.UTF8.GetBytes(text.Remove(at, cut).Insert(at, AnyPiece(random))));
    }

    [Property(MaxTest = 500)]
    public void Values_replaced_at_random_never_lose_a_record(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var values = Encoding.UTF8.GetString(Valid).Split(',');
        var at = random.Next(values.Length);
        var colon = values[at].IndexOf(':', StringComparison.Ordinal);
        values[at] = values[at][..(colon + 1)] + AnyPiece(random);
        MustAccountForAll(Encoding.UTF8.GetBytes(string.Join(',', values)));
    }

    [Fact]
    public void Pages_cut_off_anywhere_are_refused()
    {
        for (var length = 0; length < Valid.Length; length++)
        {
            MustAccountForAll(Valid[..length]);
        }
    }

    [Fact]
    public void Nesting_deeper_than_we_read_is_refused()
    {
        var deep = PlaidJson.Page().ToJsonString().Replace("[]", new string('[', 80) + new string(']', 80));
        Assert.ThrowsAny<JsonException>(() => PlaidJson.ReadPage(deep));
    }

    private static string AnyPiece(Random random) => Pieces[random.Next(Pieces.Length)];

    private static void MustAccountForAll(byte[] bytes)
    {
        var body = (byte[])bytes.Clone();
        ProviderPage page;
        try
        {
            page = PlaidJson.ReadPage(body);
        }
        catch (JsonException)
        {
            // The transport turns this into a fault; that is tested there.
            return;
        }
        catch (ProviderException refused)
        {
            Assert.Equal("unreadable_answer", refused.Fault.Code);
            return;
        }
        catch (InvalidOperationException) when (!IsObject(bytes))
        {
            // The transport refuses what is no object before it is translated.
            return;
        }

        using var document = WireText.Parse((byte[])bytes.Clone());
        var elements = Lists.Sum(name =>
            document.RootElement.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
                ? list.GetArrayLength()
                : 0
        );
        Assert.Equal(elements, page.Accounts.Count + page.Changes.Count + page.Unreadable.Count);
    }

    private static bool IsObject(byte[] bytes)
    {
        using var document = WireText.Parse((byte[])bytes.Clone());
        return document.RootElement.ValueKind == JsonValueKind.Object;
    }

    private static string ValidPage()
    {
        var page = PlaidJson.Page(PlaidJson.Transaction("t1"), PlaidJson.Transaction("t2", "-7.25"));
        page["modified"] = new JsonArray(PlaidJson.Transaction("t3"));
        page["removed"] = new JsonArray(PlaidJson.Object("""{"transaction_id":"t4","account_id":"a1"}"""));
        return page.ToJsonString();
    }
}
