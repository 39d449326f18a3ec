using System.Globalization;

namespace Mingus.Bench.Report;

/// <summary>What one benchmark says: its setting, tables, notes, and at last one line with its figure.</summary>
internal sealed class BenchReport
{
    private readonly string _goal;
    private string _figure = "no figure";

    public BenchReport(string name, string goal, BenchSettings settings)
    {
        _goal = goal;
        Settings = settings;
        Numbers = new Numbers(name, goal, settings.IsQuick);
        Console.WriteLine();
        Console.WriteLine($"== {name}{(settings.IsQuick ? " (quick: smaller than the goal's sizes)" : "")}");
        foreach (var (what, value) in Machine.Describe())
        {
            Setting(what, value);
        }
    }

    public BenchSettings Settings { get; }

    public Numbers Numbers { get; }

    /// <summary>Says one thing about how it is measured.</summary>
    public void Setting(string what, string value)
    {
        Numbers.Settings[what] = value;
        Console.WriteLine($"  {what, -12} {value}");
    }

    public static void Note(string text) => Console.WriteLine($"  {text}");

    /// <summary>Prints a table of texts, the first column to the left, the others to the right.</summary>
    public static void Table(string[] heads, IReadOnlyList<string[]> rows)
    {
        var widths = heads.Select((head, i) => rows.Select(row => row[i].Length).Append(head.Length).Max()).ToArray();
        Console.WriteLine();
        Console.WriteLine($"  {Line(heads, widths)}");
        Console.WriteLine($"  {string.Join("  ", widths.Select(width => new string('-', width)))}");
        foreach (var row in rows)
        {
            Console.WriteLine($"  {Line(row, widths)}");
        }

        Console.WriteLine();
    }

    /// <summary>Keeps a number for the JSON file.</summary>
    public void Number(string name, double value) => Numbers.Values[name] = value;

    /// <summary>The figure of the closing line.</summary>
    public void Figure(double value, string format, string unit)
    {
        Number("figure", value);
        _figure = $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit}";
    }

    public void Close() => Console.WriteLine($"{Numbers.Name}: {_figure} (goal {_goal})");

    private static string Line(string[] cells, int[] widths) =>
        string.Join("  ", cells.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])));
}
