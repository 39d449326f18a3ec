using System.Globalization;
using System.Text;

namespace Mingus.Bench.Report;

/// <summary>One bar of a plot.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Its length.</param>
/// <param name="Mark">A mark further along, for instance a percentile.</param>
/// <param name="IsOurs">Drawn to stand out.</param>
internal sealed record Bar(string Name, double Value, double Mark, bool IsOurs);

/// <summary>A plot of bars as an SVG file.</summary>
internal static class BarPlot
{
    private const int Left = 190;
    private const int Width = 520;
    private const int RowHeight = 26;

    public static void Save(string file, string title, IReadOnlyList<Bar> bars)
    {
        var most = bars.Max(static bar => Math.Max(bar.Value, bar.Mark));
        var svg = new StringBuilder();
        var size = $"""width="{Left + Width + 90}" height="{(bars.Count * RowHeight) + 60}" """;
        svg.AppendLine($"""<svg xmlns="http://www.w3.org/2000/svg" {size}font-family="sans-serif" font-size="13">""");
        svg.AppendLine("""<rect width="100%" height="100%" fill="white"/>""");
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="12" y="24" font-size="15">{title}</text>""");
        for (var i = 0; i < bars.Count; i++)
        {
            var (bar, y) = (bars[i], 44 + (i * RowHeight));
            var (length, mark) = (Width * bar.Value / most, Left + (Width * bar.Mark / most));
            var colour = bar.IsOurs ? "#1f6f8b" : "#b8c4cc";
            svg.AppendLine(
                CultureInfo.InvariantCulture,
                $"""
                <text x="{Left - 8}" y="{y + 14}" text-anchor="end">{bar.Name}</text>
                <rect x="{Left}" y="{y}" width="{length:0.0}" height="18" fill="{colour}"/>
                <line x1="{mark:0.0}" x2="{mark:0.0}" y1="{y}" y2="{y + 18}" stroke="#555" stroke-width="2"/>
                <text x="{Left + length + 6:0.0}" y="{y + 14}">{bar.Value:0.00}</text>
                """
            );
        }

        svg.AppendLine("</svg>");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        File.WriteAllText(file, svg.ToString());
    }
}
