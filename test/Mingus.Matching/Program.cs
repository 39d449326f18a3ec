using System.Diagnostics;
using Mingus.Matching;

// DIR [--step 7d|1d|pages:N|all] [--result OUT.jsonl] [--baseline] [--wrong] [--repeat N]
var folder = args[0];
var step = Option("--step") ?? "7d";
var set = LabelledSet.Read(folder);
var (engine, elapsed) = Run();
for (var again = 1; again < int.Parse(Option("--repeat") ?? "1"); again++)
{
    (engine, elapsed) = Run();
}

var records = set.Pages.Sum(page => page.Upserts.Count);
Console.WriteLine(
    $"{folder} {step}: {records} records, {engine.Updates} updates, {elapsed.TotalSeconds:0.00} s, matching "
        + $"{engine.MatchTime.TotalMicroseconds / records:0.0} us a record, "
        + $"{(double)engine.RecordsLoaded / records:0.0} loaded a record, "
        + $"{engine.DecisionCount} decisions ({engine.SplitCount} splits), {engine.Suggestions.Count} suggestions"
);
var score = LabScore.Of(set, engine);
Console.WriteLine(score);
if (args.Contains("--wrong"))
{
    new LabErrors(set, engine).Show();
}

if (Option("--result") is { } result)
{
    LabResult.Write(result, engine);
}

(LabEngine, TimeSpan) Run()
{
    var started = Stopwatch.GetTimestamp();
    var run = new LabEngine(set, matches: !args.Contains("--baseline"));
    run.Run(step);
    return (run, Stopwatch.GetElapsedTime(started));
}

string? Option(string name)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}
