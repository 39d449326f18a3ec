using System.Numerics;

namespace Mingus.Sync.Schedule;

/// <summary>What a plan is made from.</summary>
/// <param name="Now">Now, in hours of <see cref="WeekHour"/>.</param>
/// <param name="Unseen">Changes expected to be there unseen already.</param>
/// <param name="CallHours">What a call must save: hours of delay.</param>
/// <param name="Later">What the plan after the next check costs, as a share of a plan without webhooks; 1 for the
/// same.</param>
internal readonly record struct PlanQuestion(double Now, double Unseen, double CallHours, double Later = 1)
{
    /// <summary>The next check comes by then, at once if that is past.</summary>
    public double Latest { get; init; } = double.PositiveInfinity;
}

/// <summary>When to check next, and what is expected to be waiting then.</summary>
/// <param name="At">When.</param>
/// <param name="Waiting">Changes expected to be found.</param>
/// <param name="Cost">Delay and calls of the whole plan, in hours.</param>
internal readonly record struct PlannedCheck(double At, double Waiting, double Cost);

/// <summary>
/// The best checks of the coming two weeks: a shortest path over half hours. A step from one check to the next costs
/// the delay that gathers between them and the call; V is the cost of the best path to the end. Delay gathers linearly
/// in the number unseen, so only expected numbers matter.
/// </summary>
internal static class Planner
{
    /// <summary>Hours planned.</summary>
    public const int Horizon = 336;

    /// <summary>Between two checks at most, hours.</summary>
    public const int LongestGap = 72;

    private const int PerHour = 2;
    private const int Slots = Horizon * PerHour;
    private const int LongestSlots = LongestGap * PerHour;

    /// <summary>The next check.</summary>
    /// <param name="question">Where we stand.</param>
    /// <param name="perHour">Expected changes of each hour, from the hour that <see cref="PlanQuestion.Now"/> is in,
    /// for
    /// <see cref="Horizon"/> hours.</param>
    public static PlannedCheck Next(in PlanQuestion question, ReadOnlySpan<double> perHour)
    {
        Span<double> number = stackalloc double[Slots + 1];
        Span<double> area = stackalloc double[Slots + 1];
        Sum(perHour, number, area);
        Span<double> best = stackalloc double[Slots + 1];
        Path(number, area, question.CallHours, best);

        var elapsed = (question.Now - Math.Floor(question.Now)) * PerHour;
        var slot = (int)elapsed;
        var part = elapsed - slot;
        var rate = number[slot + 1] - number[slot];
        var numberNow = number[slot] + (rate * part);
        var areaNow = area[slot] + (((number[slot] * part) + (rate * part * part / 2)) / PerHour);

        // Checking now: the best path from here, as if a check were at its beginning.
        var again = double.MaxValue;
        var next = new PlannedCheck(question.Now, question.Unseen, double.MaxValue);
        for (var b = slot + 1; b <= Math.Min(slot + LongestSlots, Slots); b++)
        {
            var hours = (b - elapsed) / PerHour;
            var delay = area[b] - areaNow - (numberNow * hours);
            again = Math.Min(again, delay + question.CallHours + best[b]);
            var cost = (question.Unseen * hours) + delay + question.CallHours + (question.Later * best[b]);
            if (cost < next.Cost && question.Now + hours <= question.Latest)
            {
                var waiting = question.Unseen + number[b] - numberNow;
                next = new PlannedCheck(Math.Floor(question.Now) + ((double)b / PerHour), waiting, cost);
            }
        }

        var atOnce = question.CallHours + (question.Later * again);
        return atOnce <= next.Cost ? new PlannedCheck(question.Now, question.Unseen, atOnce) : next;
    }

    // number: expected changes up to each slot. area: its integral, in hours.
    private static void Sum(ReadOnlySpan<double> perHour, Span<double> number, Span<double> area)
    {
        const double width = 1.0 / PerHour;
        for (var s = 0; s < Slots; s++)
        {
            var within = perHour[s / PerHour] * width;
            number[s + 1] = number[s] + within;
            area[s + 1] = area[s] + ((number[s] + (within / 2)) * width);
        }
    }

    /// <summary>
    /// The cost of the best path from a check at each slot: the least over b of
    /// <c>area[b] - area[t] - number[t] (b - t) + call + best[b]</c>. What hangs on b alone is summed once. The later a
    /// check, the later the best next one (the costs are Monge), so the search goes on where the one after it ended,
    /// along the lower hull of the points (b, what hangs on b). Only where that is too far off, all slots within reach
    /// are looked at.
    /// </summary>
    private static void Path(ReadOnlySpan<double> number, ReadOnlySpan<double> area, double call, Span<double> best)
    {
        const double width = 1.0 / PerHour;
        Span<double> fixedPart = stackalloc double[Slots + 1];
        // The last check is free: whatever comes after the horizon needs one anyway.
        best[Slots] = 0;
        fixedPart[Slots] = area[Slots];
        Span<int> hull = stackalloc int[Slots + 1];
        var (front, back) = (0, 0);
        hull[0] = Slots;
        for (var t = Slots - 1; t >= 0; t--)
        {
            var slope = number[t] * width;
            while (front < back && Cost(fixedPart, hull[front + 1], slope) <= Cost(fixedPart, hull[front], slope))
            {
                front++;
            }

            var least =
                hull[front] <= t + LongestSlots
                    ? Cost(fixedPart, hull[front], slope)
                    : LeastWithin(fixedPart.Slice(t + 1, LongestSlots), slope) - (slope * (t + 1));
            best[t] = least - area[t] + (slope * t);
            fixedPart[t] = area[t] + best[t] + call;
            while (back > front && IsAbove(fixedPart, t, hull[back], hull[back - 1]))
            {
                back--;
            }

            hull[++back] = t;
        }
    }

    private static double Cost(ReadOnlySpan<double> points, int b, double slope) => points[b] - (slope * b);

    // The least of all within reach, several at a time; slots are counted from the first.
    private static double LeastWithin(ReadOnlySpan<double> points, double slope)
    {
        var width = Vector<double>.Count;
        var least = new Vector<double>(double.MaxValue);
        var slots = Vector<double>.Indices;
        for (var b = 0; b < points.Length; b += width)
        {
            least = Vector.Min(least, new Vector<double>(points.Slice(b, width)) - (slope * slots));
            slots += new Vector<double>(width);
        }

        var all = double.MaxValue;
        for (var i = 0; i < width; i++)
        {
            all = Math.Min(all, least[i]);
        }

        return all;
    }

    // Whether the point at b lies on or above the line from a, before it, to c, after it.
    private static bool IsAbove(ReadOnlySpan<double> points, int a, int b, int c) =>
        (points[b] - points[a]) * (c - a) >= (points[c] - points[a]) * (b - a);
}
