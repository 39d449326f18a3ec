using Mingus.Bench.Report;
using Mingus.Bench.Rig;
using Mingus.Bench.Runs;

namespace Mingus.Bench;

/// <summary>Measures the product end to end, each figure beside what it is compared with.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args is [Child.Word, var part, .. var rest])
        {
            return await ChildParts.Run(part, rest);
        }

        var (settings, problem) = BenchSettings.Read(args);
        if (settings is null)
        {
            await Console.Error.WriteLineAsync(problem);
            return 2;
        }

        if (settings.Names.Count == 0)
        {
            Console.WriteLine(Benchmarks.Listing());
            return 0;
        }

        var numbers = new List<Numbers>();
        foreach (var name in settings.Names)
        {
            using var scratch = new Scratch();
            var bench = Benchmarks.ByName[name];
            var report = new BenchReport(name, bench.Goal, settings);
            await bench.Measure(report, scratch);
            report.Close();
            numbers.Add(report.Numbers);
            Numbers.Save(settings.JsonFile, numbers);
        }

        return 0;
    }
}
