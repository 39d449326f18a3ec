using System.Text;
using FsCheck.Xunit;
using Mingus.Ledger.Normalize;

namespace Mingus.Ledger.Tests.Normalize;

public sealed class CanonicalTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData(" \t\r\n ", "")]
    [InlineData("Blue Bottle", "blue bottle")]
    [InlineData("  BLUE \t\n bottle  ", "blue bottle")]
    [InlineData("Blue\u00A0Bottle", "blue bottle")]
    [InlineData("Blue\u0000Bot\u0007tle", "bluebottle")]
    [InlineData("Blue\u200BBottle\uFEFF", "bluebottle")]
    [InlineData("SQ *COFFEE #12", "sq *coffee #12")]
    [InlineData("ＣＡＦＥ１２", "cafe12")]
    [InlineData("ﬁne ﬂour", "fine flour")]
    [InlineData("№ 7", "no 7")]
    [InlineData("Ω", "ω")]
    [InlineData("スターバックス", "スターバックス")]
    [InlineData("😀 taxi", "😀 taxi")]
    public void Text_reads_canonically(string? text, string expected) => Assert.Equal(expected, CanonicalText.Of(text));

    [Theory]
    [InlineData("Caf\u00E9", "Cafe\u0301")]
    [InlineData("CAF\u00C9", "cafe\u0301")]
    [InlineData("M\u00FCnchen", "MU\u0308NCHEN")]
    [InlineData("\u1EBF", "e\u0302\u0301")]
    [InlineData("\u00C5", "\u212B")]
    [InlineData("\u0419", "\u0438\u0306")]
    [InlineData("\u0130zmir", "i\u0307zmir")]
    public void Composed_and_decomposed_spellings_read_the_same(string one, string other) =>
        Assert.Equal(CanonicalText.Of(one), CanonicalText.Of(other));

    [Fact]
    public void Without_ICU_the_platform_does_not_normalise()
    {
        // Why LetterFolds exists. Should this fail one day, version 1 stays as it is.
        Assert.Equal("ﬁ", "ﬁ".Normalize(NormalizationForm.FormKC));
    }

    [Property(MaxTest = 500)]
    public bool Reading_it_again_changes_nothing(string? text)
    {
        var once = CanonicalText.Of(text);
        return CanonicalText.Of(once) == once;
    }

    [Fact]
    public void Every_character_reads_canonically_once_and_for_all()
    {
        for (var letter = 0; letter <= char.MaxValue; letter++)
        {
            var once = CanonicalText.Of($"a{(char)letter}b");
            Assert.Equal(once, CanonicalText.Of(once));
        }
    }

    [Fact]
    public void Long_texts_are_read_whole() =>
        Assert.Equal(new string('é', 5000).Normalize().Length * 2, CanonicalText.Of(new string('É', 5000)).Length);
}
