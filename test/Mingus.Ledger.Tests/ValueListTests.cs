using Mingus.Testing;

namespace Mingus.Ledger.Tests;

public sealed class ValueListTests
{
    [Fact]
    public void Lists_of_equal_items_are_equal()
    {
        var (one, same, other) = (List("a", "b"), List("a", "b"), List("b", "a"));
        Assert.True(one.Equals(same));
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.False(one.Equals(other));
        Assert.True(ValueList<string>.Empty.Equals(List()));
    }

    [Fact]
    public void Content_that_holds_lists_is_equal_by_value()
    {
        Assert.Equal(Content(), Content());
        Assert.NotEqual(Content(), Content() with { Details = RecordDetails.None });
    }

    private static ValueList<string> List(params string[] items) => new(items);

    private static RecordContent Content() =>
        LedgerText.Content("-4.50", "2026-11-20", "Coffee") with
        {
            Details = new RecordDetails
            {
                CutFields = List("name"),
                Category = new ProviderCategory("FOOD", "COFFEE", Confidence: null, List("a", "b")),
                Counterparties = new ValueList<Counterparty>([
                    new Counterparty("Blue Bottle", null, null, null, null, null),
                ]),
            },
        };
}
