using Mingus.Storage.Scripts;

namespace Mingus.Storage.Tests;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("plain text, é, \u202e")]
    [InlineData("\0")]
    [InlineData("\u0010")]
    [InlineData("\u00100000")]
    [InlineData("a\ud83d\udcb8b")]
    [InlineData("\ud83d")]
    [InlineData("\udcb8\ud83d")]
    [InlineData("\ud83d\ud83d\udcb8")]
    public void Any_text_comes_back(string text)
    {
        var rest = SafeText.Encode(text);

        Assert.DoesNotContain('\0', rest);
        Assert.Equal(text, SafeText.Decode(rest));
    }

    [Fact]
    public void Common_text_rests_as_it_is()
    {
        const string text = "COFFEE 💸 é";

        Assert.Same(text, SafeText.Encode(text));
        Assert.Same(text, SafeText.Decode(text));
    }
}
