using System.Text;

namespace Mingus.Simulation.Script;

/// <summary>What a seed makes frequent and what it leaves out: each seed tests another mixture, so that one kind of
/// trouble does not hide another.</summary>
internal sealed record Swarm
{
    public int Nodes { get; init; } = 1;

    public int Users { get; init; } = 1;

    /// <summary>Changes a page holds at most.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>Provider calls that fail, in a thousand.</summary>
    public int ProviderFaults { get; init; }

    /// <summary>Store calls that fail before or after they took effect, in a thousand.</summary>
    public int StoreFaults { get; init; }

    public int Crashes { get; init; }

    public int Clicks { get; init; }

    /// <summary>Whether the list of changes moves between two pages of an update.</summary>
    public bool Mutates { get; init; }

    /// <summary>Rows that cannot be read, in a thousand.</summary>
    public int Poison { get; init; }

    /// <summary>Balances that do not fit, in a thousand.</summary>
    public int WrongBalances { get; init; }

    public bool Relinks { get; init; }

    /// <summary>Whether history comes in two steps.</summary>
    public bool TwoSteps { get; init; }

    public int Reads { get; init; } = 40;

    /// <summary>Whether events are sent to an address.</summary>
    public bool HasAddress { get; init; }

    /// <summary>Attempts to deliver that the address fails, in a thousand.</summary>
    public int ReceiverFaults { get; init; }

    /// <summary>What the schedule may spend on a connection and day.</summary>
    public int ChecksPerDay { get; init; } = 4;

    /// <summary>Whether two quiet weeks follow once all has converged.</summary>
    public bool HasFortnight { get; init; }

    public static Swarm Of(ulong seed)
    {
        var dice = new Dice(seed ^ 0x5341_524D);
        return new Swarm
        {
            Nodes = 1 + dice.Below(3),
            Users = 1 + dice.Below(2),
            PageSize = dice.Chance(300) ? 500 : 1 + dice.Below(6),
            ProviderFaults = dice.Chance(400) ? 0 : 10 + dice.Below(120),
            StoreFaults = dice.Chance(500) ? 0 : 2 + dice.Below(40),
            Crashes = dice.Chance(350) ? 0 : 5 + dice.Below(40),
            Clicks = 10 + dice.Below(80),
            Mutates = dice.Chance(500),
            Poison = dice.Chance(600) ? 0 : 20 + dice.Below(100),
            WrongBalances = dice.Chance(700) ? 0 : 20 + dice.Below(100),
            Relinks = dice.Chance(400),
            TwoSteps = dice.Chance(400),
            Reads = 20 + dice.Below(60),
            HasAddress = dice.Chance(350),
            ReceiverFaults = dice.Chance(300) ? 0 : 50 + dice.Below(400),
            ChecksPerDay = 2 + dice.Below(7),
            HasFortnight = dice.Chance(40),
        };
    }

    /// <summary>The script of a seed: so many steps.</summary>
    public IReadOnlyList<Act> Script(ulong seed, int steps)
    {
        var dice = new Dice(seed);
        (ActKind Kind, int Weight)[] weights =
        [
            (ActKind.GoOn, 1_800),
            (ActKind.Wait, 90),
            (ActKind.Spend, 60),
            (ActKind.ReadBank, Reads),
            (ActKind.Announce, 30),
            (ActKind.Click, Clicks),
            (ActKind.Disturb, Crashes),
            (ActKind.Link, Relinks ? 6 : 1),
            (ActKind.Break, ProviderFaults > 0 ? 4 : 0),
        ];
        var total = weights.Sum(static w => w.Weight);
        var acts = new List<Act>(steps);
        for (var i = 0; i < steps; i++)
        {
            var at = dice.Below(total);
            var which = 0;
            while (at >= weights[which].Weight)
            {
                at -= weights[which++].Weight;
            }

            acts.Add(new Act(weights[which].Kind, dice.Next()));
        }

        return acts;
    }

    /// <summary>The options in one line, for the report of a failure.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append($"nodes={Nodes} users={Users} page={PageSize} provider-faults={ProviderFaults}‰ ");
        text.Append($"store-faults={StoreFaults}‰ crashes={Crashes} clicks={Clicks} mutates={Mutates} ");
        text.Append($"poison={Poison}‰ wrong-balances={WrongBalances}‰ relinks={Relinks} two-steps={TwoSteps} ");
        text.Append($"reads={Reads} address={HasAddress} receiver-faults={ReceiverFaults}‰ ");
        return text.Append($"checks-a-day={ChecksPerDay} fortnight={HasFortnight}").ToString();
    }
}
