using System.Text;
using Mingus.Plaid.Wire;

namespace Mingus.Plaid.Tests.Wire;

public sealed class WireTextTests
{
    [Theory]
    [InlineData("""{"a":"\ud83d\ude00"}""", "😀")]
    [InlineData("""{"a":"\ud83d"}""", "\uFFFD")]
    [InlineData("""{"a":"\ude00x"}""", "\uFFFDx")]
    [InlineData("""{"a":"\ud83d\ud83d\ude00"}""", "\uFFFD😀")]
    [InlineData("""{"a":"\\ud83d"}""", "\\ud83d")]
    [InlineData("""{"a":"\u0000\u202e"}""", "\0\u202e")]
    public void Halves_of_surrogate_pairs_become_the_replacement_character(string json, string expected)
    {
        using var document = WireText.Parse(Encoding.UTF8.GetBytes(json));
        Assert.Equal(expected, document.RootElement.GetProperty("a").GetString());
    }

    [Fact]
    public void Broken_utf8_becomes_the_replacement_character()
    {
        byte[] json = [.. "{\"a\":\"x"u8, 0xC3, 0x28, 0xFF, .. "\"}"u8];
        using var document = WireText.Parse(json);
        Assert.Equal("x\uFFFD(\uFFFD", document.RootElement.GetProperty("a").GetString());
    }

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc")]
    [InlineData("äöü", 5, "äö")]
    [InlineData("a😀", 4, "a")]
    [InlineData("a😀", 5, "a😀")]
    public void A_cut_never_halves_a_character(string text, int bytes, string expected) =>
        Assert.Equal(expected, WireText.Cut(text, bytes));
}
