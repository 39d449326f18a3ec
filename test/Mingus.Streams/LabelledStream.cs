using Mingus.Streams.Feeds;
using Mingus.Streams.World;

namespace Mingus.Streams;

/// <summary>What to generate.</summary>
/// <param name="Rates">How often each phenomenon happens.</param>
/// <param name="Seed">The same seed gives the same stream, byte for byte.</param>
/// <param name="Records">About as many delivered records; a household more or less.</param>
public sealed record StreamOrder(Rates Rates, ulong Seed, int Records)
{
    /// <summary>The name of the mix, for the truth's meta.</summary>
    public string Mix { get; init; } = "custom";

    /// <summary>The first day.</summary>
    public DateOnly From { get; init; } = new(2024, 1, 1);
}

/// <summary>
/// A stream of bank feeds of which everything is known. Households are lived through one by one; then all their
/// connections deliver day by day, so that only transactions, and not records, are held in memory.
/// </summary>
public sealed class LabelledStream
{
    private const int FullDays = 730;
    private const int ShortestDays = 150;
    private const double LargerThanOrdered = 1.25;
    private readonly StreamOrder order;
    private readonly List<Household> households = [];
    private readonly List<Connection> connections = [];

    /// <summary>Lives through as many households as the order needs. Nothing is delivered yet.</summary>
    public LabelledStream(StreamOrder order)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(order.Records);
        this.order = order;
        Days = FullDays;
        while (Days > ShortestDays && Count(Found(0).Plans) is var first && first > order.Records * LargerThanOrdered)
            Days = Math.Clamp((int)((long)Days * order.Records / first), ShortestDays, Days - 1);
        var total = 0;
        while (total < order.Records)
        {
            var (household, plans) = Found(households.Count);
            var count = Count(plans);
            // The last household is left out where the stream is nearer to its size without it.
            if (total > 0 && total + count - order.Records > order.Records - total)
                break;
            total += count;
            households.Add(household);
            connections.AddRange(plans.Select(Open));
        }
    }

    /// <summary>What was ordered.</summary>
    public StreamOrder Order => order;

    /// <summary>
    /// Days from the first to the last: two years, or less where one household brings more than ordered.
    /// </summary>
    public int Days { get; }

    /// <summary>The last day.</summary>
    public DateOnly End => order.From.AddDays(Days - 1);

    /// <summary>How many households there are: tenants of the stream.</summary>
    public int Households => households.Count;

    /// <summary>How many real transactions there are.</summary>
    public int RealCount => households.Sum(one => one.Transactions.Count);

    /// <summary>All real accounts.</summary>
    internal IEnumerable<Account> Accounts => households.SelectMany(one => one.Accounts);

    /// <summary>All real transactions, household by household.</summary>
    internal IEnumerable<Transaction> Transactions => households.SelectMany(one => one.Transactions);

    /// <summary>All connections, in the order of their ids.</summary>
    internal IReadOnlyList<Connection> Connections => connections;

    /// <summary>The pages in the order of delivery. The stream can be read once.</summary>
    public IEnumerable<Page> Pages() =>
        Deliver(connections).Select((page, sequence) => page with { Sequence = sequence });

    private IEnumerable<Page> Deliver(List<Connection> from)
    {
        for (var day = order.From; day <= End; day = day.AddDays(1))
        {
            foreach (var page in from.SelectMany(connection => connection.On(day)))
                yield return page;
        }
    }

    private int Count(List<ConnectionPlan> plans) => Deliver([.. plans.Select(Open)]).Sum(page => page.Added.Count);

    private (Household Household, List<ConnectionPlan> Plans) Found(int number)
    {
        var tenant = $"t{number:D4}";
        var dice = new Dice(order.Seed).For(tenant);
        var household = new Founding(order.Rates, dice.For("founding"), tenant).Found();
        var catalogue = Catalogue.Of(order.Rates.TextWorld);
        new Life(order.Rates, catalogue, dice.For("life"), order.From, Days).Live(household);
        return (household, new Linking(order.Rates, dice.For("linking"), order.From, Days).Of(household));
    }

    private Connection Open(ConnectionPlan plan)
    {
        var dice = new Dice(order.Seed).For(plan.Id);
        return plan.IsFile ? new FileConnection(order.Rates, plan, dice) : new LiveConnection(order.Rates, plan, dice);
    }
}
