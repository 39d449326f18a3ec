using System.Text;
using Mingus.Ledger;
using Mingus.Storage.Rows;
using Mingus.Storage.Scripts;

namespace Mingus.Storage.Tests;

public sealed class DetailsTests
{
    private static readonly RecordDetails Full = new()
    {
        Category = new ProviderCategory("FOOD", "FOOD_COFFEE", "HIGH", new ValueList<string>(["Food", "Coffee"])),
        Location = new Place("1 Main St", "Springfield", "IL", "62701", "US", 39.78m, -89.65m, "12"),
        References = new PaymentReferences("1", "2", "3", "4", "5", "6", "7", "8"),
        Counterparties = new ValueList<Counterparty>([
            new Counterparty("Corner \"Cafe\"", "merchant", "e1", "cafe.example", "logo.example", "LOW"),
            new Counterparty("Payer", null, null, null, null, null),
        ]),
        MerchantEntityId = "m",
        Channel = "online",
        TransactionType = "place",
        Code = "atm",
        CheckNumber = "0042",
        AccountOwner = "Ann \ud83d\udcb8 \0",
        LogoUrl = "l",
        Website = "w",
        At = new DateTimeOffset(2026, 2, 28, 23, 59, 59, 123, TimeSpan.Zero),
        AuthorizedAt = new DateTimeOffset(2026, 2, 27, 1, 2, 3, TimeSpan.Zero),
        ExactAmount = "12.3456",
        CutFields = new ValueList<string>(["description"]),
    };

    [Fact]
    public void Every_member_comes_back()
    {
        Assert.Equal(Full, DetailsReader.Parse(JsonOf(Full)));
        // None was forgotten above.
        Assert.All(
            typeof(RecordDetails).GetProperties().Where(static p => !p.GetMethod!.IsStatic),
            static member => Assert.NotEqual(member.GetValue(RecordDetails.None), member.GetValue(Full))
        );
    }

    [Fact]
    public void Each_member_comes_back_alone()
    {
        RecordDetails[] all =
        [
            new() { Category = new ProviderCategory("FOOD", null, null, ValueList<string>.Empty) },
            new() { Location = new Place(null, null, null, null, null, null, null, "7") },
            new() { References = new PaymentReferences(null, null, null, null, null, null, null, "rent") },
            new() { Counterparties = Full.Counterparties },
            new() { At = Full.At },
            new() { CutFields = Full.CutFields },
            new() { Website = "w" },
        ];

        Assert.All(all, static one => Assert.Equal(one, DetailsReader.Parse(JsonOf(one))));
    }

    [Fact]
    public void What_is_null_or_unknown_is_passed_over()
    {
        var json = """
            {"later":{"category":{"primary":"NO"},"list":[1,{"at":2}]},"category":null,"counterparties":null,"at":null,
             "location":{"latitude":null,"city":"Springfield","later":[[]]},"cutFields":[],"website":"w"}
            """;

        var read = DetailsReader.Parse(Encoding.UTF8.GetBytes(json));

        var place = new Place(null, "Springfield", null, null, null, null, null, null);
        Assert.Equal(new RecordDetails { Location = place, Website = "w" }, read);
        Assert.Equal(RecordDetails.None, DetailsReader.Parse("{}"u8));
    }

    private static byte[] JsonOf(RecordDetails details)
    {
        var args = new Written();
        DetailsWriter.Bind(args, "details", details);
        return args.Json;
    }

    /// <summary>Keeps the one text that is bound.</summary>
    private sealed class Written : IArgs
    {
        public byte[] Json { get; private set; } = [];

        public bool Has(string name) => true;

        public void Utf8(string name, ReadOnlySpan<byte> value) => Json = value.ToArray();

        public void Long(string name, long? value) => throw new NotSupportedException();

        public void Number(string name, double? value) => throw new NotSupportedException();

        public void Flag(string name, bool value) => throw new NotSupportedException();

        public void Text(string name, string? value) => throw new NotSupportedException();

        public void Id(string name, Guid? value) => throw new NotSupportedException();

        public void Bytes(string name, ReadOnlySpan<byte> value) => throw new NotSupportedException();
    }
}
