namespace Mingus.Streams.Tests;

/// <summary>Alone, because it looks at the memory of the process.</summary>
[CollectionDefinition(nameof(SizeTests), DisableParallelization = true)]
[Collection(nameof(SizeTests))]
public sealed class SizeTests
{
    private const long BytesMax = 100_000_000;

    [Fact]
    [Trait("Category", "Slow")]
    public void Two_hundred_thousand_records_are_streamed_in_little_memory()
    {
        var stream = new LabelledStream(new StreamOrder(new Rates(), Seed: 14, Records: 200_000));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var count = stream.Pages().Sum(page => page.Added.Count);
        Assert.InRange(count, 190_000, 210_000);
        Assert.InRange(before, 0, BytesMax);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true), 0, BytesMax);
        GC.KeepAlive(stream);
    }
}
