using System.Globalization;

namespace Mingus.Server.Http;

/// <summary>The preference <c>wait</c> of RFC 7240: how long the caller likes to be kept waiting for the end of a
/// run.</summary>
internal static class PreferredWait
{
    private const int SecondsMax = 30;

    /// <summary>Seconds to wait, at most 30; null when nothing readable was asked for, which RFC 7240 says to
    /// ignore.</summary>
    public static int? Of(HttpRequest request)
    {
        foreach (var line in request.Headers[Headers.Prefer])
        {
            foreach (var part in (line ?? "").Split([',', ';'], StringSplitOptions.TrimEntries))
            {
                if (Seconds(part) is { } seconds)
                {
                    return Math.Min(seconds, SecondsMax);
                }
            }
        }

        return null;
    }

    public static void Applied(HttpResponse response, int seconds) =>
        response.Headers[Headers.PreferenceApplied] = $"wait={seconds}";

    private static int? Seconds(string part)
    {
        var (name, value) = part.Split('=', 2, StringSplitOptions.TrimEntries) is [var left, var right]
            ? (left, right.Trim('"'))
            : (part, "");
        return
            name.Equals("wait", StringComparison.OrdinalIgnoreCase)
            && uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? (int)Math.Min(seconds, SecondsMax)
            : null;
    }
}
