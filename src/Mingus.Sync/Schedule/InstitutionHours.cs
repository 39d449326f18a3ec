namespace Mingus.Sync.Schedule;

/// <summary>
/// Finds the hours at which an institution's accounts change from checks that only say "between then and then":
/// expectation and maximisation over the last checks of all its accounts. Who looks only once a day learns no hour;
/// many who look at different hours do.
/// </summary>
internal static class InstitutionHours
{
    private const int Rounds = 12;
    private const int Groups = 48;

    // Checks fewer than this say less than the shape already does.
    private const int ChecksMin = 60;
    private const int ChecksMax = 4_000;

    // Pseudo-changes of a group.
    private const double Prior = 2;

    /// <summary>A shape, made sharper or moved by what the checks say; mean 1.</summary>
    public static double[] Refine(double[] shape, IReadOnlyList<PastCheck> checks)
    {
        if (checks.Count < ChecksMin)
        {
            return shape;
        }

        var step = Math.Max(1, checks.Count / ChecksMax);
        Span<double> group = stackalloc double[Groups];
        Span<double> prior = stackalloc double[Groups];
        Groupwise(shape, prior);
        prior.CopyTo(group);
        Span<double> found = stackalloc double[Groups];
        Span<double> exposed = stackalloc double[Groups];
        exposed.Clear();
        var changed = new List<PastCheck>();
        for (var i = 0; i < checks.Count; i += step)
        {
            Expose(checks[i], exposed);
            if (checks[i].HasChanged)
            {
                changed.Add(checks[i]);
            }
        }

        for (var round = 0; round < Rounds; round++)
        {
            found.Clear();
            foreach (var check in changed)
            {
                Expect(check, group, found);
            }

            for (var g = 0; g < Groups; g++)
            {
                group[g] = (found[g] + (Prior * prior[g])) / (exposed[g] + Prior);
            }
        }

        return Applied(shape, prior, group);
    }

    // How often each hour was looked at, at the rate of the account. The same in every round.
    private static void Expose(in PastCheck check, Span<double> exposed)
    {
        var from = check.To - Math.Min(check.Hours, WeekHour.Count);
        for (var hour = (long)Math.Floor(from); hour < check.To; hour++)
        {
            exposed[GroupOf(hour)] += check.PerDay / 24 * (Math.Min(check.To, hour + 1) - Math.Max(from, hour));
        }
    }

    private static void Expect(in PastCheck check, ReadOnlySpan<double> group, Span<double> found)
    {
        var from = check.To - Math.Min(check.Hours, WeekHour.Count);
        var rate = check.PerDay / 24;
        var sum = 0.0;
        for (var hour = (long)Math.Floor(from); hour < check.To; hour++)
        {
            sum += rate * (Math.Min(check.To, hour + 1) - Math.Max(from, hour)) * group[GroupOf(hour)];
        }

        if (sum <= 0)
        {
            return;
        }

        // Something changed: the expected number, given that it is not none.
        var mean = sum / (1 - Math.Exp(-sum));
        for (var hour = (long)Math.Floor(from); hour < check.To; hour++)
        {
            var g = GroupOf(hour);
            var expected = rate * (Math.Min(check.To, hour + 1) - Math.Max(from, hour)) * group[g];
            found[g] += mean * expected / sum;
        }
    }

    private static void Groupwise(double[] shape, Span<double> group)
    {
        Span<int> count = stackalloc int[Groups];
        count.Clear();
        group.Clear();
        for (var h = 0; h < shape.Length; h++)
        {
            group[GroupOf(h)] += shape[h];
            count[GroupOf(h)]++;
        }

        for (var g = 0; g < Groups; g++)
        {
            group[g] /= count[g];
        }
    }

    private static double[] Applied(double[] shape, ReadOnlySpan<double> before, ReadOnlySpan<double> after)
    {
        var refined = new double[shape.Length];
        for (var h = 0; h < shape.Length; h++)
        {
            refined[h] = shape[h] * (after[GroupOf(h)] + 1e-3) / (before[GroupOf(h)] + 1e-3);
        }

        var mean = refined.Sum() / refined.Length;
        for (var h = 0; h < refined.Length; h++)
        {
            refined[h] /= mean;
        }

        return refined;
    }

    private static int GroupOf(long hour)
    {
        var slot = WeekHour.Slot(hour);
        return (slot < 120 ? 0 : 24) + (slot % 24);
    }
}
