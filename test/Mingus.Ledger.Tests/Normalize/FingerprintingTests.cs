using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Mingus.Ledger.Normalize;
using Mingus.Testing;

namespace Mingus.Ledger.Tests.Normalize;

public sealed class FingerprintingTests
{
    private static readonly RecordContent Coffee = LedgerText.Content("-4.50", "2026-11-20", "Blue Bottle");

    // Made with another program from the text the type's comment describes. They never change: a change is a version 2.
    [Fact]
    public void Version_1_has_known_answers()
    {
        Assert.Equal(
            "1:3a76ac13bdae60b2d481a55eddf9e81526ae928597e1565b44b106b8d6e4c956",
            Fingerprinting.Of(Coffee).ToString()
        );
        Assert.Equal(
            "1:606b3f18a6aed703d7d40a26c20360adf03f6e9a124d4f73f85b54909516cd70",
            Fingerprinting.Of(LedgerText.Content("-1250 JPY", "2026-02-28", "  É \u0007 CAFÉ ")).ToString()
        );
        var bitcoin = Coffee with
        {
            Amount = new Money(100_000_001, Currency.Unofficial("BTC")),
            Date = new DateOnly(2024, 2, 29),
            Description = "",
        };
        Assert.Equal(
            "1:015142d6cac9f6011ccd83de7849c6d8923b762a17e3fa07f3cdee1768a33263",
            Fingerprinting.Of(bitcoin).ToString()
        );
    }

    [Fact]
    public void S3_Case_tags_times_state_and_links_do_not_change_it()
    {
        var drifted = Coffee with
        {
            Description = " BLUE   bottle ",
            IsPending = true,
            PendingTransactionId = "P1",
            MerchantName = "Blue Bottle Coffee",
            AuthorizedDate = Coffee.Date,
            Details = new RecordDetails
            {
                At = DateTimeOffset.UnixEpoch,
                Category = new ProviderCategory("FOOD", Detailed: null, Confidence: null, ValueList<string>.Empty),
            },
        };
        Assert.Equal(Fingerprinting.Of(Coffee), Fingerprinting.Of(drifted));
    }

    [Fact]
    public void Every_field_it_covers_changes_it()
    {
        RecordContent[] others =
        [
            Coffee,
            Coffee with
            {
                Amount = -Coffee.Amount,
            },
            Coffee with
            {
                Amount = new Money(-451, Currency.Official("USD")),
            },
            Coffee with
            {
                Amount = new Money(-450, Currency.Official("EUR")),
            },
            Coffee with
            {
                Amount = new Money(-450, Currency.Unofficial("USD")),
            },
            Coffee with
            {
                Date = Coffee.Date.AddDays(1),
            },
            Coffee with
            {
                Description = "Blue Bottles",
            },
        ];
        Assert.Equal(others.Length, others.Select(Fingerprinting.Of).Distinct().Count());
    }

    [Fact]
    public void A_currency_code_cannot_pass_for_a_description()
    {
        var one = Coffee with { Amount = new Money(1, Currency.Unofficial("A\nB")), Description = "C" };
        var other = Coffee with { Amount = new Money(1, Currency.Unofficial("A")), Description = "B\nC" };
        Assert.NotEqual(Fingerprinting.Of(one), Fingerprinting.Of(other));
    }

    [Property]
    public bool Any_description_has_one_and_it_is_of_its_canonical_text(string? text)
    {
        var content = Coffee with { Description = text ?? "" };
        var canonical = content with { Description = CanonicalText.Of(text) };
        return Fingerprinting.Of(content) == Fingerprinting.Of(canonical);
    }

    [Property]
    public Property Texts_of_any_length_have_one() =>
        Prop.ForAll(
            Gen.Choose(0, 3000).ToArbitrary(),
            length => Fingerprinting.Of(Coffee with { Description = new string('É', length) }).Hash.Length == 64
        );
}
