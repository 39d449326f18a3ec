using System.Globalization;
using Mingus.Streams;
using Mingus.Streams.Output;

// Writes a labelled stream: MIX --seed N --records N --out DIR [--gz]
var usage = $"usage: MIX --seed N --records N --out DIR [--gz]   MIX is one of {string.Join(", ", Mixes.Names)}";
string? Option(string name) =>
    Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

if (
    args.Length == 0
    || !Mixes.Names.Contains(args[0], StringComparer.Ordinal)
    || !ulong.TryParse(Option("--seed") ?? "1", CultureInfo.InvariantCulture, out var seed)
    || !int.TryParse(Option("--records") ?? "25000", CultureInfo.InvariantCulture, out var records)
    || records <= 0
    || Option("--out") is not { } folder
)
{
    Console.Error.WriteLine(usage);
    return 2;
}
var stream = new LabelledStream(new StreamOrder(Mixes.Of(args[0]), seed, records) { Mix = args[0] });
var (pages, delivered) = LabelledFolder.Write(stream, folder, args.Contains("--gz", StringComparer.Ordinal));
Console.WriteLine(
    $"{folder}: {stream.Households} households, {stream.RealCount} real transactions, "
        + $"{delivered} records on {pages} pages"
);
return 0;
