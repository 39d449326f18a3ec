using Mingus.Simulation.Bank;
using Mingus.Simulation.Script;
using Mingus.Sync.Ports;

namespace Mingus.Simulation.Nodes;

/// <summary>What goes wrong at the address of an integrator.</summary>
internal enum ReceiverTrouble
{
    None,

    /// <summary>Nobody is there.</summary>
    Away,

    /// <summary>It asks to wait.</summary>
    Busy,

    /// <summary>It fails.</summary>
    Breaks,

    /// <summary>It has it, and nobody hears of that.</summary>
    AnswerLost,
}

/// <summary>Which calls fail, and how: by the dice of the step that is under way.</summary>
internal sealed class Troubles(Swarm swarm, WorldClock clock)
{
    /// <summary>The dice of the step; null once faults have stopped.</summary>
    public Dice? Dice { get; set; }

    public bool StoreFails() => Dice?.Chance(swarm.StoreFaults) ?? false;

    public void ProviderFails()
    {
        if (Dice is not { } dice || !dice.Chance(swarm.ProviderFaults))
        {
            return;
        }

        throw dice.Below(6) switch
        {
            0 => ModelProvider.Fault(Recovery.Throttle, "rate_limit", clock.Now.AddSeconds(1 + dice.Below(300))),
            1 => ModelProvider.Fault(Recovery.Restart, "mutation_during_pagination"),
            2 => ModelProvider.Fault(Recovery.Wait, "product_not_ready"),
            3 => ModelProvider.Fault(Recovery.Unsupported, "unsupported"),
            _ => ModelProvider.Fault(Recovery.Retry, "internal_server_error"),
        };
    }

    /// <summary>The provider did it and nobody heard of it.</summary>
    public void AnswerIsLost()
    {
        if (Dice is { } dice && dice.Chance(swarm.ProviderFaults / 4))
        {
            throw ModelProvider.Fault(Recovery.Retry, "timeout");
        }
    }

    public ReceiverTrouble OfReceiver() =>
        Dice is { } dice && dice.Chance(swarm.ReceiverFaults)
            ? (ReceiverTrouble)(1 + dice.Below(4))
            : ReceiverTrouble.None;
}
