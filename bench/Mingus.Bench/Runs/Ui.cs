using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mingus.Bench.Report;
using Mingus.Bench.Rig;

namespace Mingus.Bench.Runs;

/// <summary>
/// What a person's browser has to do with the published pages: what it loads, what Lighthouse says of each page, how a
/// list of 10,000 rows answers while events come in, and what it keeps in memory. bench/ui measures, in Chromium.
/// </summary>
internal static partial class Ui
{
    private const double MegaByte = 1024 * 1024;

    public static async Task Measure(BenchReport report, Scratch scratch)
    {
        var chromium = Environment.GetEnvironmentVariable("MINGUS_CHROMIUM") ?? "/usr/bin/chromium";
        var version = (await Tool.Run(scratch.Folder, chromium, "--version")).Trim();
        report.Setting("browser", $"{version}, headless, over loopback; Lighthouse 12.8.2 as it comes, one visit each");
        report.Setting("load", $"load average {await LoadAverage()} at the beginning");
        var root = Published.Root();
        var program = await Published.Build(scratch.NewPath("published"));
        var sizes = await Sizes(root);
        var tools = Path.Combine(root, "bench", "ui");
        await Restore(tools);
        using var product = await Published.Start(program, Directory.CreateDirectory(scratch.NewPath("data")).FullName);
        string[] args = ["measure.mjs", Plain(product.Address), Plain(product.Bank), chromium];
        var told = await Tool.Run(tools, "node", report.Settings.IsQuick ? [.. args, "--quick"] : args);
        using var measured = JsonDocument.Parse(told);

        TellSizes(report, sizes, measured.RootElement.GetProperty("load"));
        TellMarks(report, measured.RootElement.GetProperty("marks"));
        TellBusy(report, measured.RootElement.GetProperty("busy"));
        report.Figure(sizes[0].Size, "0.0", "KB");
    }

    private static string Plain(Uri address) => address.GetLeftPart(UriPartial.Authority);

    private static async Task<string> LoadAverage() =>
        OperatingSystem.IsLinux() ? (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0] : "unknown";

    /// <summary>Packages of the measuring side, as their lock says, once.</summary>
    private static async Task Restore(string tools)
    {
        var wanted = new FileInfo(Path.Combine(tools, "package-lock.json"));
        var there = new FileInfo(Path.Combine(tools, "node_modules", ".package-lock.json"));
        if (!there.Exists || there.LastWriteTimeUtc < wanted.LastWriteTimeUtc)
        {
            await Tool.Run(tools, "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
        }
    }

    /// <summary>What the build makes of the sources, each part by itself, by the web's own test of it.</summary>
    private static async Task<List<(string Name, double Size, double Goal)>> Sizes(string root)
    {
        var web = Path.Combine(root, "web");
        await Tool.Run(web, "node", "build/build.mjs", "--restore");
        var said = await Tool.Run(web, "node", "node_modules/vitest/vitest.mjs", "run", "test/sizes.test.ts");
        List<(string, double, double)> sizes =
        [
            .. SizeLine()
                .Matches(said)
                .Select(static found =>
                    (found.Groups["name"].Value, Value(found.Groups["size"]), Value(found.Groups["goal"]))
                ),
        ];
        return sizes is [("client", _, _), _, _, _]
            ? sizes
            : throw new InvalidOperationException($"web/test/sizes.test.ts did not tell its four sizes:\n{said}");
    }

    private static double Value(Group found) => double.Parse(found.Value, CultureInfo.InvariantCulture);

    private static void TellSizes(
        BenchReport report,
        List<(string Name, double Size, double Goal)> sizes,
        JsonElement load
    )
    {
        List<string[]> rows =
        [
            .. sizes.Select(static one =>
                (string[])[one.Name, Stats.Number(one.Size, "0.0"), Stats.Number(one.Goal, "<= 0")]
            ),
        ];
        var (files, answers) = (load.GetProperty("files").GetDouble(), load.GetProperty("answers").GetDouble());
        rows.Add(["overview, first visit: files as sent", Stats.Number(files / 1024, "0.0"), ""]);
        rows.Add(["overview, first visit: answers as sent", Stats.Number(answers / 1024, "0.0"), ""]);
        BenchReport.Table(["KB, brotli", "ours", "goal"], rows);
        foreach (var (name, size, _) in sizes)
        {
            report.Number($"{name}KiloBytes", size);
        }

        report.Number("firstFilesKiloBytes", files / 1024);
        report.Number("firstAnswersKiloBytes", answers / 1024);
    }

    private static void TellMarks(BenchReport report, JsonElement marks)
    {
        var all = marks.EnumerateArray().ToList();
        List<double> machine = [.. all.Select(static one => one.GetProperty("machine").GetDouble()).Order()];
        report.Setting(
            "machine",
            $"{Stats.Count(machine[0])} to {Stats.Count(machine[^1])} by Lighthouse's index; its phone is made for "
                + "1,000 and more, and it warns of a slower one"
        );
        report.Number("machineLowest", machine[0]);
        BenchReport.Table(
            ["Lighthouse", "perf.", "access.", "best pr.", "LCP ms", "CLS", "TBT ms", "what took points"],
            [.. all.Select(Row), ["goal", "100", "100", "100", "<= 1800", "<= 0.02", "<= 100", ""]]
        );
        foreach (var name in (string[])["performance", "accessibility", "bestPractices"])
        {
            report.Number($"{name}Lowest", all.Min(one => one.GetProperty(name).GetDouble()));
        }

        foreach (var name in (string[])["lcp", "cls", "tbt"])
        {
            var mobile = all.Where(static one => one.GetProperty("form").GetString() == "mobile");
            report.Number($"{name}MobileHighest", mobile.Max(one => one.GetProperty(name).GetDouble()));
        }
    }

    private static string[] Row(JsonElement mark)
    {
        string Text(string name) => mark.GetProperty(name).ToString();
        string Number(string name, string format) => Stats.Number(mark.GetProperty(name).GetDouble(), format);
        var lost = string.Join(", ", mark.GetProperty("lost").EnumerateArray().Select(static one => one.GetString()));
        return
        [
            $"{Text("page")}, {Text("form")}",
            Text("performance"),
            Text("accessibility"),
            Text("bestPractices"),
            Number("lcp", "0"),
            Number("cls", "0.000"),
            Number("tbt", "0"),
            lost,
        ];
    }

    private static void TellBusy(BenchReport report, JsonElement busy)
    {
        List<double> Sorted(string name) =>
            [.. busy.GetProperty(name).EnumerateArray().Select(static one => one.GetDouble()).Order()];
        double Value(string name) => busy.GetProperty(name).GetDouble();
        var (interactions, frames, tasks) = (Sorted("interactions"), Sorted("frames"), Sorted("tasks"));
        // The browser tells only interactions of 16 ms and more: the others were quicker.
        var quick = Math.Max(0, (int)Value("acts") - interactions.Count);
        List<double> all = [.. Enumerable.Repeat(16.0, quick), .. interactions];
        all.Sort();
        List<double> heaps =
        [
            .. busy.GetProperty("heaps").EnumerateArray().Select(static one => one.GetDouble() / MegaByte),
        ];
        var growth = heaps[^1] - heaps[0];
        BenchReport.Table(
            [$"10,000 rows, {Value("eventsPerSecond"):0} events a second", "ours", "goal"],
            [
                ["interaction, p98 ms", Stats.Number(Stats.At(all, 0.98), "0"), "<= 100"],
                ["interaction, longest ms", Stats.Number(all[^1], "0"), ""],
                ["frame, p99 ms", Stats.Number(Stats.At(frames, 0.99), "0.0"), "<= 17"],
                ["tasks over 50 ms", Stats.Count(tasks.Count), "0"],
                ["longest task, ms", Stats.Number(tasks.LastOrDefault(), "0"), "<= 50"],
                ["rows in the document", Stats.Count(Value("nodes")), ""],
                ["heap before it, MB", Stats.Number(heaps[0], "0.0"), ""],
                ["growth of the heap until the end, MB", Stats.Number(growth, "0.0"), "<= 5 (in 1 h)"],
            ]
        );
        BenchReport.Note($"{all.Count} interactions, {frames.Count} frames.");
        var minutes = string.Join(", ", heaps.Skip(1).Select(static one => Stats.Number(one, "0.0")));
        BenchReport.Note($"Heap, garbage collected, MB: {minutes} (after it, and each minute of events then).");
        report.Number("interactionP98", Stats.At(all, 0.98));
        report.Number("frameP99", Stats.At(frames, 0.99));
        report.Number("longTasks", tasks.Count);
        report.Number("eventsPerSecond", Value("eventsPerSecond"));
        report.Number("heapGrowthMegaBytes", growth);
    }

    [GeneratedRegex(
        @"(?<name>client|elements|chart|dashboard): (?<size>[\d.]+) KB brotli \(goal (?<goal>\d+)",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex SizeLine();
}
