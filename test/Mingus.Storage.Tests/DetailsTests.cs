using Mingus.Ledger;
using Mingus.Storage.Rows;

namespace Mingus.Storage.Tests;

/// <summary>What the stores' conformance cannot write: details as no version of ours writes them.</summary>
public sealed class DetailsTests
{
    [Fact]
    public void What_is_null_or_unknown_is_passed_over()
    {
        var json =
            """
            {"later":{"category":{"primary":"NO"},"list":[1,{"at":2}]},"category":null,"counterparties":null,"at":null,
             "location":{"latitude":null,"city":"Springfield","later":[[]]},"cutFields":[],"website":"w"}
            """u8;

        var read = DetailsReader.Parse(json);

        var place = new Place(null, "Springfield", null, null, null, null, null, null);
        Assert.Equal(new RecordDetails { Location = place, Website = "w" }, read);
        Assert.Equal(RecordDetails.None, DetailsReader.Parse("{}"u8));
    }
}
