using System.Diagnostics;
using System.Text;

namespace Mingus.Fuzz;

/// <summary>
/// Runs a target on many inputs: the corpus as it is, then what a seed makes of it. 2,000 times, or for ten minutes
/// where MINGUS_TEST_LONG is set. MINGUS_FUZZ_SEED repeats a campaign, MINGUS_FUZZ_MINUTES sets its length.
/// </summary>
internal sealed class Campaign
{
    private const int Cases = 2_000;

    /// <summary>Time an input may take, and memory it may allocate, for each KiB begun (security.md, 11).</summary>
    private static readonly TimeSpan TimePerKib = TimeSpan.FromMilliseconds(100);
    private const long BytesPerKib = 16 * 1024 * 1024;

    private readonly string _name;
    private readonly TimeSpan? _time;

    private Campaign(string name, int seed, IReadOnlyList<byte[]> corpus, TimeSpan? time)
    {
        (_name, Seed, Corpus, _time) = (name, seed, corpus, time);
        Random = new Random(seed);
        Mutator = new Mutator(Random, corpus);
    }

    public int Seed { get; }

    public Random Random { get; }

    public Mutator Mutator { get; }

    public IReadOnlyList<byte[]> Corpus { get; }

    /// <summary>A campaign of that name over the files of its folder.</summary>
    public static Campaign Of(string name)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Corpus", name);
        var corpus = Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToList();
        var seed = int.TryParse(Environment.GetEnvironmentVariable("MINGUS_FUZZ_SEED"), out var given)
            ? given
            : Environment.TickCount;
        var isLong = Environment.GetEnvironmentVariable("MINGUS_TEST_LONG") is not null;
        TimeSpan? time = double.TryParse(Environment.GetEnvironmentVariable("MINGUS_FUZZ_MINUTES"), out var minutes)
            ? TimeSpan.FromMinutes(minutes)
            : (isLong ? TimeSpan.FromMinutes(10) : null);
        return new Campaign(name, seed, corpus, time);
    }

    /// <summary>Runs code that answers at once. It must not throw, and keeps to time and memory.</summary>
    public void Run(Action<byte[]> target) =>
        Loop(
                input =>
                {
                    Measured(target, input);
                    return ValueTask.CompletedTask;
                },
                Mutator.Next
            )
            .AsTask()
            .GetAwaiter()
            .GetResult();

    /// <summary>Runs requests against the product; the target says what may not be.</summary>
    public async Task Run(Func<byte[], Task> target, Func<byte[]>? next = null) =>
        await Loop(async input => await target(input), next ?? Mutator.Next);

    private async ValueTask Loop(Func<byte[], ValueTask> target, Func<byte[]> next)
    {
        var clock = Stopwatch.StartNew();
        var executions = 0;
        foreach (var input in Inputs())
        {
            try
            {
                await target(input);
            }
            catch (Exception failure)
            {
                Assert.Fail(
                    $"fuzz {_name}: seed {Seed}, case {executions}. To keep it: base64 -d into Corpus/{_name}.\n"
                        + $"{Convert.ToBase64String(input)}\n{Shown(input)}\n{failure}"
                );
            }

            executions++;
        }

        var report =
            $"fuzz {_name}: seed {Seed}, {executions} executions in {clock.Elapsed.TotalSeconds:0.0} s, 0 unhandled";
        TestContext.Current.SendDiagnosticMessage(report);
        Console.WriteLine(report);

        IEnumerable<byte[]> Inputs()
        {
            foreach (var kept in Corpus)
            {
                yield return kept;
            }

            while (_time is { } time ? clock.Elapsed < time : executions < Cases)
            {
                yield return next();
            }
        }
    }

    // Another process may have the core: what is slow is measured again, and the best of four counts.
    private static void Measured(Action<byte[]> target, byte[] input)
    {
        var kib = 1 + input.Length / 1024;
        for (var left = 3; ; left--)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var clock = Stopwatch.StartNew();
            target(input);
            var (took, took2) = (clock.Elapsed, GC.GetAllocatedBytesForCurrentThread() - allocated);
            Assert.True(took2 <= BytesPerKib * kib, $"{took2} bytes allocated for {input.Length} bytes of input.");
            if (took <= TimePerKib * kib)
            {
                return;
            }

            Assert.True(left > 0, $"{took.TotalMilliseconds:0} ms for {input.Length} bytes of input.");
        }
    }

    private static string Shown(byte[] input) =>
        Encoding.UTF8.GetString(input.AsSpan(0, Math.Min(input.Length, 2_000)));
}
