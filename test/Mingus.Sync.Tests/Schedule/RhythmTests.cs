using Mingus.Sync.Schedule;

namespace Mingus.Sync.Tests.Schedule;

public sealed class RhythmTests
{
    private static readonly Guid Feed = new("00000000-0000-0000-0000-000000000001");
    private static readonly double Start = WeekHour.Of(new DateOnly(2026, 1, 5));

    [Fact]
    public void The_level_is_learned_from_intervals()
    {
        Assert.InRange(Enumerable.Range(1, 12).Average(seed => LevelOf(2, every: 8, seed)), 1.75, 2.15);
    }

    [Fact]
    public void The_level_is_learned_where_every_check_finds_something() =>
        Assert.InRange(Enumerable.Range(1, 12).Average(seed => LevelOf(12, every: 24, seed)), 8.5, 12);

    [Fact]
    public void The_hour_is_learned_from_intervals()
    {
        // All changes between 12 and 16; checks every five hours, at ever other hours of the day.
        var rhythm = Live(56, every: 5, seed: 2, static hour => hour % 24 is >= 12 and < 16 ? 0.5 : 0);

        var day = rhythm.LastCheck!.Value - (rhythm.LastCheck.Value % 24) + 24;
        var within = rhythm.Expected(day + 11, day + 17, Unknown);
        var all = rhythm.Expected(day, day + 24, Unknown);
        Assert.True(within > 0.7 * all, $"{within} of {all}");
    }

    [Fact]
    public void Lying_webhooks_lose_their_trust()
    {
        // Half a false webhook a day at an institution of twelve accounts, checked once a day, that change most days.
        var dice = new Random(3);
        var rhythms = Enumerable.Range(0, 12).Select(_ => New()).ToList();
        var known = Unknown;
        for (var day = 0; day < 30; day++)
        {
            var at = Start + (24 * day);
            foreach (var rhythm in rhythms)
            {
                if (dice.NextDouble() < 0.5)
                {
                    rhythm.Webhook(at + (24 * dice.NextDouble()), known);
                }

                Check(rhythm, at + 24, dice.NextDouble() < 0.7 ? 1 : 0, known);
            }

            known = KnowledgeOf(rhythms, known);
        }

        Assert.True(known is { Recall: < 0.3, Precision: < 0.4 }, $"{known.Recall} {known.Precision}");
    }

    [Fact]
    public void Good_webhooks_are_trusted()
    {
        var dice = new Random(4);
        var rhythm = New();
        var known = Unknown;
        for (var i = 0; i < 120; i++)
        {
            var at = Start + (6 * i);
            var changes = dice.NextDouble() < 0.3;
            if (changes)
            {
                rhythm.Webhook(at + 1, known);
            }

            Check(rhythm, at + 6, changes ? 1 : 0, known);
            known = KnowledgeOf([rhythm], known);
        }

        Assert.True(known is { Recall: > 0.8, Precision: > 0.85 }, $"{known.Recall} {known.Precision}");
    }

    [Fact]
    public void A_habit_that_changes_is_followed_within_two_weeks()
    {
        var rhythm = Live(60, every: 8, seed: 5, perHour: static _ => 6 / 24.0);
        var before = rhythm.Expected(rhythm.LastCheck!.Value, rhythm.LastCheck.Value + 168, Unknown);

        for (var i = 0; i < 14 * 3; i++)
        {
            Check(rhythm, rhythm.LastCheck.Value + 8, 0, Unknown);
        }

        var after = rhythm.Expected(rhythm.LastCheck.Value, rhythm.LastCheck.Value + 168, Unknown);
        Assert.True(after < before / 3, $"{before} then {after}");
    }

    [Fact]
    public void A_quiet_account_that_is_planned_anew_each_day_is_checked_within_three_days()
    {
        var rhythm = Live(60, every: 24, seed: 8, perHour: static _ => 0);
        var now = rhythm.LastCheck!.Value + 71;

        Assert.InRange(NextCheck.Plan(rhythm, Unknown, 24, now).At, now, now + 1);
        Assert.Equal(now + 20, NextCheck.Plan(rhythm, Unknown, 24, now + 20).At);
    }

    [Fact]
    public void A_rhythm_is_the_same_after_it_rested()
    {
        var rhythm = Live(20, every: 7, seed: 6, perHour: static _ => 2 / 24.0);
        rhythm.Calls = new CallsOfDay(20_000, 3, 4);

        var read = RhythmCodec.Read(RhythmCodec.Write(rhythm));

        Assert.Equal(RhythmCodec.Write(rhythm), RhythmCodec.Write(read));
        var now = rhythm.LastCheck!.Value + 0.3;
        Assert.Equal(NextCheck.Plan(rhythm, Unknown, 2, now), NextCheck.Plan(read, Unknown, 2, now));
    }

    [Fact]
    public void A_check_told_twice_teaches_once()
    {
        var rhythm = Live(5, every: 7, seed: 7, perHour: static _ => 2 / 24.0);
        var before = RhythmCodec.Write(rhythm);

        Check(rhythm, rhythm.LastCheck!.Value, 3, Unknown);

        Assert.Equal(before, RhythmCodec.Write(rhythm));
    }

    [Fact]
    public void What_a_later_version_wrote_is_begun_anew() => Assert.Empty(RhythmCodec.Read([99, 1, 2, 3]).Accounts);

    // Changes a day, after eight weeks. Within an hour at most one comes.
    private static double LevelOf(double perDay, double every, int seed)
    {
        var rhythm = Live(days: 56, every, seed, _ => perDay / 24);
        return rhythm.Expected(rhythm.LastCheck!.Value, rhythm.LastCheck.Value + 168, Unknown) / 7;
    }

    private static InstitutionKnowledge Unknown => InstitutionKnowledge.Unknown;

    private static ConnectionRhythm New() => new() { Accounts = { [Feed] = new AccountRhythm() }, LastCheck = Start };

    private static ConnectionRhythm Live(int days, double every, int seed, Func<long, double> perHour)
    {
        var dice = new Random(seed);
        var rhythm = New();
        var next = Start + every;
        var found = 0;
        for (var hour = (long)Start; hour < Start + (24 * days); hour++)
        {
            found += dice.NextDouble() < 1 - Math.Exp(-perHour(hour)) ? 1 : 0;
            if (hour + 1 >= next)
            {
                Check(rhythm, hour + 1, found, Unknown);
                (found, next) = (0, next + every);
            }
        }

        return rhythm;
    }

    private static void Check(ConnectionRhythm rhythm, double at, int found, InstitutionKnowledge known)
    {
        var records = Enumerable.Range(0, found).Select(static _ => new NewRecord(null, 0, 0));
        var news = new Dictionary<Guid, IReadOnlyList<NewRecord>> { [Feed] = [.. records] };
        rhythm.Checked(at, at, news, known);
    }

    private static InstitutionKnowledge KnowledgeOf(List<ConnectionRhythm> rhythms, InstitutionKnowledge known)
    {
        var draft = new KnowledgeDraft();
        rhythms.ForEach(rhythm => draft.Add("bank", rhythm, known));
        return draft.Complete()["bank"];
    }
}
