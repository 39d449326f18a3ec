using System.Globalization;

namespace Mingus.Server.Commands;

/// <summary>Text of others on a terminal: what would move its cursor or colour it is shown as a question
/// mark.</summary>
internal static class Plain
{
    public static string Of(string? text) =>
        text is null ? "" : string.Concat(text.Select(static c => IsShown(c) ? c : '?'));

    public static string Of(DateTimeOffset? moment) =>
        moment?.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-";

    private static bool IsShown(char c) =>
        char.GetUnicodeCategory(c)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
            );
}
