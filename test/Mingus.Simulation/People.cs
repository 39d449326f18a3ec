using Mingus.Ledger;
using Mingus.Ledger.Link;
using Mingus.Simulation.Memory;
using Mingus.Simulation.Nodes;
using Mingus.Simulation.Script;
using Mingus.Sync;
using Mingus.Sync.Ports;

namespace Mingus.Simulation;

/// <summary>People who click: each act is begun on some node and goes on by steps like everything else.</summary>
internal sealed class People(World world)
{
    private static readonly SyncType[] Types =
    [
        SyncType.Transactions,
        SyncType.Transactions,
        SyncType.Balance,
        SyncType.Full,
        SyncType.Historical,
        SyncType.Backfill,
    ];

    private static CancellationToken None => CancellationToken.None;

    /// <summary>Somebody does something; answers what, for the trace.</summary>
    public string Click(Dice dice)
    {
        var user = world.Database.Of(dice.Pick([.. world.Users]));
        if (world.SomeNode(dice) is not { } node)
        {
            return "nobody is there";
        }

        // What was found is told on every page, and is seldom there: who sees it mostly says something to it.
        if (user.Findings.Values.Any(static f => f.State == FindingState.Open) && dice.Chance(500))
        {
            return Dismiss(node, user, dice);
        }

        return dice.Below(14) switch
        {
            0 or 1 or 2 or 3 => Sync(node, user, dice),
            4 => Cancel(node, user, dice),
            5 or 6 => Annotate(node, user, dice),
            7 => Dismiss(node, user, dice),
            8 or 9 => Answer(node, user, dice),
            10 => Turn(node, user, dice),
            11 => LinkAccounts(node, user, dice),
            12 => Reread(node, user, dice),
            _ => Repair(node, user, dice),
        };
    }

    /// <summary>Asks for a run.</summary>
    public Task Ask(Node node, Connection connection, SyncType type, RunTrigger trigger, bool force) =>
        node.Engine.Request(
            new SyncRequest(connection.UserId, connection.Id, AccountId: null, type, force, trigger),
            None
        );

    /// <summary>Everybody whose bank wants them to act does so.</summary>
    public void RepairAll()
    {
        foreach (var connection in world.Connections().ToList())
        {
            if (connection.Connection.Status == ConnectionStatus.NeedsAttention)
            {
                var node = world.Nodes[0];
                node.Do(() => Ask(node, connection.Connection, SyncType.Transactions, RunTrigger.Person, force: true));
            }
        }
    }

    private static StoredConnection? Connection(UserLedger user, Dice dice) =>
        dice.PickOrNone([
            .. user.Connections.Values.Where(static c => c.Connection.Status != ConnectionStatus.Disconnected),
        ]);

    private string Sync(Node node, UserLedger user, Dice dice)
    {
        if (Connection(user, dice) is not { } connection)
        {
            return "nothing to sync";
        }

        var (type, force) = (dice.Pick(Types), dice.Chance(500));
        node.Do(() => Ask(node, connection.Connection, type, RunTrigger.Person, force));
        return $"{type} of {connection.Connection.ItemId}";
    }

    private static string Cancel(Node node, UserLedger user, Dice dice)
    {
        var active = user.Runs.Values.Where(static r => !r.Run.IsEnded).ToList();
        if (dice.PickOrNone(active) is not { } run)
        {
            return "nothing to cancel";
        }

        node.Do(() => node.Engine.Cancel(user.Id, run.Run.Id, None));
        return $"cancel {run.Run.Id}";
    }

    private string Annotate(Node node, UserLedger user, Dice dice)
    {
        var shown = user.Records.Values.Where(static r => r is { IsPrimary: true, IsLive: true }).ToList();
        if (dice.PickOrNone(shown) is not { } record)
        {
            return "nothing to note";
        }

        var note = $"note {dice.Below(100)}";
        node.Do(() => node.Ports.Edits.Annotate(user.Id, record.TransactionId, null, note, world.Clock.Now, None));
        return $"note on {record.TransactionId}";
    }

    private string Dismiss(Node node, UserLedger user, Dice dice)
    {
        var open = user.Findings.Values.Where(static f => f.State == FindingState.Open).ToList();
        if (dice.PickOrNone(open) is not { } finding)
        {
            return "nothing found";
        }

        node.Do(() => node.Ports.Edits.DismissFinding(user.Id, finding.Id, world.Clock.Now, None));
        return $"dismiss {finding.Id}";
    }

    private static string Answer(Node node, UserLedger user, Dice dice)
    {
        var questions = user.Questions.Values.Where(static q => q.State == LinkState.Suggested).ToList();
        if (dice.PickOrNone(questions) is { } question)
        {
            var id = question.Suggestion.Id;
            node.Do(() =>
                dice.Chance(500) ? node.Deciding.Confirm(user.Id, id, None) : node.Deciding.Dismiss(user.Id, id, None)
            );
            return $"answer {id}";
        }

        var joined = user
            .Decisions.Values.Where(static d => d is { Kind: "match", UndoneBy: null, TransactionId: not null })
            .ToList();
        if (dice.PickOrNone(joined) is not { } match)
        {
            return "nothing asked";
        }

        var group = new DuplicateId(user.Follow(match.TransactionId!.Value).Value);
        node.Do(() => node.Deciding.Split(user.Id, group, None));
        return $"split {group}";
    }

    private static string Turn(Node node, UserLedger user, Dice dice)
    {
        if (dice.PickOrNone([.. user.Decisions.Values]) is not { } decision)
        {
            return "nothing decided";
        }

        node.Do(() =>
            decision.UndoneBy is null
                ? node.Deciding.Undo(user.Id, decision.Id, None)
                : node.Deciding.Redo(user.Id, decision.Id, None)
        );
        return $"turn {decision.Id}";
    }

    private static string LinkAccounts(Node node, UserLedger user, Dice dice)
    {
        if (user.Feeds.Count < 2)
        {
            return "nothing to link";
        }

        if (user.Links.Count > 0 && dice.Chance(300))
        {
            var link = dice.Pick([.. user.Links.Keys]);
            node.Do(() => node.Deciding.DismissLink(user.Id, link, None));
            return $"dismiss link {link}";
        }

        var (feed, other) = (dice.Pick([.. user.Feeds.Values]), dice.Pick([.. user.Feeds.Values]));
        if (Number(feed) != Number(other))
        {
            return "different accounts";
        }

        node.Do(() => node.Linker.Link(user.Id, feed.Id, other.AccountId, None));
        return $"link {feed.Id} to {other.AccountId}";
    }

    // A person knows which account it is.
    private static string Number(Feed feed) => feed.ProviderAccountId.Split('-')[1];

    private static string Reread(Node node, UserLedger user, Dice dice)
    {
        if (dice.PickOrNone([.. user.Quarantine.Values]) is not { } item)
        {
            return "nothing put aside";
        }

        node.Do(() => node.Engine.RetryQuarantine(user.Id, item.Id, None));
        return $"read {item.Id} again";
    }

    private string Repair(Node node, UserLedger user, Dice dice)
    {
        if (Connection(user, dice) is not { } connection)
        {
            return "nothing to repair";
        }

        if (dice.Chance(60))
        {
            node.Do(() => node.Linking.Disconnect(user.Id, connection.Connection.Id, erase: false, None));
            return $"disconnect {connection.Connection.ItemId}";
        }

        world.Bank.Item(connection.Connection.ItemId).NeedsLogin = false;
        node.Do(() => Ask(node, connection.Connection, SyncType.Transactions, RunTrigger.Person, force: true));
        return $"repair {connection.Connection.ItemId}";
    }
}
