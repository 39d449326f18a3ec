using Mingus.Sync.Schedule;

namespace Mingus.Bench.Timetable;

/// <summary>A bank of the world.</summary>
internal sealed record Bank(
    bool IsBatch,
    bool IsDated,
    double Recall,
    double Latency,
    double FalsePerDay,
    int BatchHour
)
{
    public string Kind =>
        Recall > 0.8 ? "good"
        : Recall > 0.3 ? "flaky"
        : Recall > 0 ? "lying"
        : "none";
}

/// <summary>A change at the bank, at a quarter hour.</summary>
internal readonly record struct Change(int Step, IReadOnlyList<NewRecord> Records);

/// <summary>One connection: what will happen, and what nobody but an oracle knows.</summary>
internal sealed class Life
{
    public required int Bank { get; init; }

    public required Habit Habit { get; init; }

    public required bool IsDrifting { get; init; }

    /// <summary>Changes an hour, by step: the truth.</summary>
    public float[] PerHour { get; } = new float[World.Steps];

    public List<Change> Changes { get; } = [];

    public List<int> Webhooks { get; set; } = [];
}

/// <summary>
/// 1,000 connections over 90 days in quarter hours, with 24 banks, made from a seed: what changes when, what webhooks
/// come, what records say of their time.
/// </summary>
internal sealed class World
{
    public const int Days = 90;
    public const int WarmUp = 30;
    public const int PerDay = 96;
    public const int Steps = Days * PerDay;
    private const int Banks = 24;

    private static readonly DateOnly First = new(2026, 1, 5);

    // Shares of habits in percent; the drifting ones begin as one of the first five.
    private static readonly (Habit Habit, int Share)[] Mix =
    [
        (Habit.Payroll, 17),
        (Habit.Card, 25),
        (Habit.Dormant, 15),
        (Habit.Business, 8),
        (Habit.Weekend, 10),
    ];

    private const int Drifting = 12;

    private World(Bank[] banks, Life[] lives) => (BankList, Lives) = (banks, lives);

    public Bank[] BankList { get; }

    public Life[] Lives { get; }

    /// <summary>The hour of a step, as the schedule counts.</summary>
    public static double HourOf(double step) => WeekHour.Of(First) + (step / 4);

    public static DateOnly DateOf(int day) => First.AddDays(day);

    public static World Make(int seed, int size)
    {
        var dice = new Random(seed);
        var banks = MakeBanks(dice);
        var nights = MakeNights(banks, dice);
        var lives = new Life[size];
        for (var i = 0; i < size; i++)
        {
            lives[i] = MakeLife(banks, nights, dice);
        }

        return new(banks, lives);
    }

    private static Bank[] MakeBanks(Random dice)
    {
        var batch = Shuffled(Banks, dice).Take(5).ToHashSet();
        var dated = Shuffled(Banks, dice).Take(Banks / 2).ToHashSet();
        var webhooks = Shuffled(Banks, dice);
        var banks = new Bank[Banks];
        for (var i = 0; i < Banks; i++)
        {
            // 35 % none, 30 % good, 20 % flaky, 15 % lying.
            var (recall, latency, wrong) = ((webhooks[i] + 0.5) / Banks) switch
            {
                < 0.35 => (0.0, 0.0, 0.0),
                < 0.65 => (0.93 + (0.06 * dice.NextDouble()), 0.2, 0.02),
                < 0.85 => (0.4 + (0.35 * dice.NextDouble()), 1.0, 0.15),
                _ => (0.02 + (0.13 * dice.NextDouble()), 3.0, 0.5),
            };
            banks[i] = new(batch.Contains(i), dated.Contains(i), recall, latency, wrong, 1 + dice.Next(5));
        }

        return banks;
    }

    // The steps at which a batch bank shows a business day, once or twice a night from Tuesday to Saturday.
    private static List<int>[] MakeNights(Bank[] banks, Random dice) =>
        [
            .. banks.Select(bank =>
            {
                var batches = 1 + dice.Next(2);
                var steps = new List<int>();
                for (var day = 0; day < Days; day++)
                {
                    if (DateOf(day).DayOfWeek is not (DayOfWeek.Sunday or DayOfWeek.Monday))
                    {
                        for (var b = 0; b < batches; b++)
                        {
                            steps.Add((day * PerDay) + ((bank.BatchHour + (2 * b)) * 4) + dice.Next(4));
                        }
                    }
                }

                return steps;
            }),
        ];

    private static Life MakeLife(Bank[] banks, List<int>[] nights, Random dice)
    {
        var draw = dice.Next(100);
        var isBatch = draw >= 75 + Drifting;
        var isDrifting = !isBatch && draw >= 75;
        var habit = isBatch ? Habit.Batch : Pick(isDrifting ? dice.Next(75) : draw);
        var life = new Life
        {
            Bank = PickBank(banks, isBatch, dice),
            Habit = habit,
            IsDrifting = isDrifting,
        };
        if (isBatch)
        {
            Batches(life, nights[life.Bank], banks[life.Bank], dice);
        }
        else
        {
            Live(life, banks[life.Bank], dice);
        }

        Announce(life, banks[life.Bank], dice);
        return life;
    }

    private static void Live(Life life, Bank bank, Random dice)
    {
        var before = HabitDraw.Of(life.Habit, dice);
        var other = life.Habit;
        while (life.IsDrifting && other == life.Habit)
        {
            other = dice.Next(6) == 5 ? Habit.Night : Pick(dice.Next(75));
        }

        var after = life.IsDrifting ? HabitDraw.Of(other, dice) : before;
        var turn = life.IsDrifting ? 32 + dice.Next(48) : Days;
        var merchants = (ulong)dice.NextInt64() | 0x1000;
        var windows = before.Windows.Where(w => w.Day < turn).Concat(after.Windows.Where(w => w.Day >= turn)).ToList();
        var single = new Dictionary<int, ulong>();
        foreach (var (day, from, to, counterparty) in windows)
        {
            var step = (day * PerDay) + (int)((from + (dice.NextDouble() * (to - from))) * 4);
            single[step] = counterparty;
            for (var s = (day * PerDay) + (int)(from * 4); s < (day * PerDay) + (int)(to * 4) && s < Steps; s++)
            {
                life.PerHour[s] += (float)(1 / (to - from));
            }
        }

        for (var step = 0; step < Steps; step++)
        {
            var (day, hour) = (step / PerDay, (step % PerDay) / 4.0);
            var perHour = (day < turn ? before : after).PerHour(day, hour);
            life.PerHour[step] += (float)perHour;
            var hasWindow = single.TryGetValue(step, out var counterparty);
            if (hasWindow || dice.NextDouble() < 1 - Math.Exp(-perHour / 4))
            {
                var name = hasWindow && counterparty > 0 ? counterparty : merchants + (ulong)dice.Next(15);
                double? time = bank.IsDated ? HourOf(step + 0.01) : null;
                life.Changes.Add(new(step, [new(time, name, WeekHour.DayOf(DateOf(day)))]));
            }
        }
    }

    // A batch shows what was bought during the day before: its times tell when that was, not when it appears.
    private static void Batches(Life life, List<int> nights, Bank bank, Random dice)
    {
        var share = 0.5 + (0.45 * dice.NextDouble());
        var merchants = (ulong)dice.NextInt64() | 0x1000;
        foreach (var step in nights)
        {
            var day = step / PerDay;
            for (var s = step / 4 * 4; s < (step / 4 * 4) + 4; s++)
            {
                life.PerHour[s] += (float)share;
            }

            if (dice.NextDouble() < share)
            {
                var records = Enumerable
                    .Range(0, 1 + dice.Next(4))
                    .Select(_ =>
                    {
                        double? time = bank.IsDated ? HourOf((day - 1) * PerDay) + 8 + (12 * dice.NextDouble()) : null;
                        return new NewRecord(time, merchants + (ulong)dice.Next(15), WeekHour.DayOf(DateOf(day)) - 1);
                    });
                life.Changes.Add(new(step, [.. records]));
            }
        }
    }

    private static void Announce(Life life, Bank bank, Random dice)
    {
        var webhooks = life
            .Changes.Where(_ => dice.NextDouble() < bank.Recall)
            .Select(change => change.Step + (int)Math.Ceiling(-Math.Log(1 - dice.NextDouble()) * bank.Latency * 4))
            .ToList();
        for (var step = 0; step < Steps; step++)
        {
            if (dice.NextDouble() < bank.FalsePerDay / PerDay)
            {
                webhooks.Add(step);
            }
        }

        life.Webhooks = [.. webhooks.Where(static step => step < Steps).Order()];
    }

    private static Habit Pick(int draw)
    {
        foreach (var (habit, share) in Mix)
        {
            if ((draw -= share) < 0)
            {
                return habit;
            }
        }

        return Habit.Card;
    }

    private static int PickBank(Bank[] banks, bool isBatch, Random dice)
    {
        var sum = 0.0;
        var picked = 0;
        for (var i = 0; i < banks.Length; i++)
        {
            if (banks[i].IsBatch == isBatch)
            {
                var size = 1.0 / (i + 1);
                sum += size;
                picked = dice.NextDouble() * sum < size ? i : picked;
            }
        }

        return picked;
    }

    private static int[] Shuffled(int count, Random dice)
    {
        int[] all = [.. Enumerable.Range(0, count)];
        dice.Shuffle(all);
        return all;
    }
}
