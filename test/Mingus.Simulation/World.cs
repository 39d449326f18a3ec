using System.Text;
using Mingus.Ledger;
using Mingus.Server.Outgoing;
using Mingus.Simulation.Bank;
using Mingus.Simulation.Invariants;
using Mingus.Simulation.Memory;
using Mingus.Simulation.Nodes;
using Mingus.Simulation.Script;
using Mingus.Sync;
using Mingus.Sync.Connect;
using Mingus.Sync.Ports;

namespace Mingus.Simulation;

/// <summary>Everything there is in one simulation: banks, database, nodes, people, and one clock. It does one act at a
/// time, on one thread.</summary>
internal sealed class World : IDisposable
{
    private const int ItemsMax = 3;

    private readonly List<Node> _nodes = [];
    private readonly Dictionary<UserId, Household> _households = [];
    private readonly Dice _bits;
    private readonly PlantedBug _bug;
    private readonly ModelProvider _provider;
    private readonly IStorage _storage;
    private readonly Postman _postman;
    private readonly People _people;
    private int _started;

    public World(Swarm swarm, ulong seed, PlantedBug bug, IStorage? storage = null)
    {
        (Swarm, _bug, _bits) = (swarm, bug, new Dice(seed ^ 0x4249_5453));
        _storage = storage ?? new MemoryStorage(bug.Lapses);
        Database = new MemoryDatabase(bug.Lapses) { HasOneProcess = _storage.HasOneProcess };
        Troubles = new Troubles(swarm, Clock);
        _postman = new Postman(Clock);
        Receiver = new Receiver(Troubles, Fail);
        Bank = new ModelBank(swarm);
        _provider = new ModelProvider(Bank, swarm);
        Checker = new Checker(this, Fail);
        _people = new People(this);
        Database.Outbox.OnFinished = Checker.Delivered;
        Database.OnWritten = written =>
        {
            bug.After?.Invoke(written);
            Checker.Written(written);
        };
        var dice = new Dice(seed ^ 0x424F_524E);
        StartNodes(_storage.HasOneProcess ? 1 : swarm.Nodes);
        for (var i = 1; i <= swarm.Users; i++)
        {
            var user = Database.Ensure("tenant", $"person {i}");
            _storage.Ensure("tenant", $"person {i}");
            _households[user] = Bank.Found(dice, Clock.Now);
            if (i == 1 && swarm.HasAddress)
            {
                var secret = Encoding.UTF8.GetBytes(Receiver.Secret);
                Database.Outbox.Open(Receiver.Address(user, Clock.Now), secret);
            }

            Link(user, dice);
        }
    }

    public Swarm Swarm { get; }

    public WorldClock Clock { get; } = new();

    public MemoryDatabase Database { get; }

    public ModelBank Bank { get; }

    public Troubles Troubles { get; }

    /// <summary>The address that events are sent to.</summary>
    public Receiver Receiver { get; }

    public Checker Checker { get; }

    /// <summary>What is broken; null while all is sound.</summary>
    public string? Violation { get; private set; }

    public IReadOnlyList<Node> Nodes => _nodes;

    public IEnumerable<UserId> Users => _households.Keys;

    public Household HouseholdOf(UserId user) => _households[user];

    public void Fail(string what) => Violation ??= what;

    /// <summary>Does one act; answers what it was, for the trace.</summary>
    public string Do(Act act)
    {
        var dice = new Dice(act.Seed);
        Troubles.Dice = dice;
        return act.Kind switch
        {
            ActKind.GoOn => GoOn(dice) ?? Wait(dice, short_: true),
            ActKind.Wait => Wait(dice, short_: false),
            ActKind.Spend => Bank.Happen(dice.Pick(Bank.Households), dice, Clock.Now),
            ActKind.ReadBank => ReadBank(dice),
            ActKind.Announce => Announce(dice),
            ActKind.Click => _people.Click(dice),
            ActKind.Disturb => Disturb(dice),
            ActKind.Link => Link(dice.Pick([.. Users]), dice),
            _ => Break(dice),
        };
    }

    /// <summary>One waiting continuation of one node; null when nobody can go on.</summary>
    public string? GoOn(Dice dice)
    {
        var able = 0;
        foreach (var node in _nodes)
        {
            able += node.CanGoOn ? 1 : 0;
        }

        if (able == 0)
        {
            return null;
        }

        var which = dice.Below(able);
        var chosen = _nodes.First(n => n.CanGoOn && which-- == 0);
        chosen.Context.GoOn(dice.Below(chosen.Context.Waiting));
        if (_storage.Said is { } said)
        {
            Fail($"12: {said}");
        }

        if (chosen.Context.HasHopped)
        {
            Fail("0: something of a node went on by itself, on another thread");
        }

        return chosen.Name;
    }

    public string Advance(TimeSpan by)
    {
        Clock.Now += by;
        foreach (var node in _nodes.Where(static n => !n.IsPaused).ToList())
        {
            node.Fire();
        }

        return $"{by}";
    }

    /// <summary>Faults stop: banks are well, every node that was stopped goes on, one lives at least.</summary>
    public void Calm()
    {
        Troubles.Dice = null;
        Bank.Calm(Clock.Now);
        foreach (var node in _nodes)
        {
            node.IsPaused = false;
        }

        if (_nodes.Count == 0)
        {
            StartNodes(1);
        }
    }

    /// <summary>What a real database beside memory says otherwise breaks the seed.</summary>
    public void Compare()
    {
        if (_storage.Difference(Database) is { } difference)
        {
            Fail($"12: {difference}");
        }
    }

    /// <summary>A person whose bank wants them to act does so, and asks for a sync.</summary>
    public void RepairAll() => _people.RepairAll();

    public Node? SomeNode(Dice dice)
    {
        var up = _nodes.Where(static n => !n.IsPaused).ToList();
        return up.Count == 0 ? null : dice.Pick(up);
    }

    public Node? NodeNamed(string name) => _nodes.Find(n => n.Name == name);

    public void Dispose()
    {
        foreach (var node in _nodes)
        {
            node.Kill();
            node.Dispose();
        }

        _storage.Dispose();
    }

    private string Wait(Dice dice, bool short_)
    {
        TimeSpan[] spans =
        [
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(3),
            TimeSpan.FromSeconds(10),
            TimeSpan.FromSeconds(70),
            TimeSpan.FromMinutes(3),
            TimeSpan.FromMinutes(20),
            TimeSpan.FromHours(2),
            TimeSpan.FromHours(7),
        ];
        return Advance(spans[dice.Below(short_ ? 4 : spans.Length)]);
    }

    private string ReadBank(Dice dice)
    {
        if (Bank.Items.Count == 0)
        {
            return "no item";
        }

        var item = dice.Pick([.. Bank.Items]);
        var live = item.Live().ToList();
        if (live.Count > 0 && dice.Chance(150))
        {
            item.Repeat(dice.Pick(live).Id);
            return $"repeat in {item.Id}";
        }

        Bank.Read(item, Clock.Now);
        return $"read {item.Id}: {item.Head}";
    }

    private string Announce(Dice dice)
    {
        if (Bank.Items.Count == 0)
        {
            return "nothing to announce";
        }

        var letter = Postman.Write(dice.Pick([.. Bank.Items]), dice);
        var times = dice.Below(3);
        for (var i = 0; i < times; i++)
        {
            Post(letter, dice);
        }

        return $"announce {letter.ItemId} {letter.Meaning} {times} times";
    }

    /// <summary>Somebody buys something, the provider reads the bank, and mostly says so.</summary>
    public void LiveOn(Dice dice)
    {
        var household = dice.Pick(Bank.Households);
        Bank.Happen(household, dice, Clock.Now);
        foreach (var item in Bank.Items.Where(i => i.Household == household && !i.IsRemoved))
        {
            var before = item.Head;
            Bank.Read(item, Clock.Now);
            if (item.Head > before && dice.Chance(700))
            {
                Post(Postman.Of(item.Id, WebhookMeaning.Changes), dice);
            }
        }
    }

    /// <summary>A webhook comes in at some node.</summary>
    public void Post(Letter letter, Dice dice)
    {
        if (SomeNode(dice) is { } node)
        {
            node.Do(async () =>
            {
                var became = await node.Intake.Receive(letter.Signature, letter.Body, CancellationToken.None);
                if (letter.IsForged != became is WebhookOutcome.Forged && became is not WebhookOutcome.ComeAgain)
                {
                    Fail($"0: a webhook became {became}, forged: {letter.IsForged}");
                }
            });
        }
    }

    public IEnumerable<StoredConnection> Connections() =>
        Database
            .Users.Values.SelectMany(static u => u.Connections.Values)
            .Where(static c => c.Connection.Status != ConnectionStatus.Disconnected);

    private string Disturb(Dice dice)
    {
        var wanted = _storage.HasOneProcess ? 1 : Swarm.Nodes;
        var node = dice.PickOrNone(_nodes);
        switch (dice.Below(4))
        {
            case 0 when node is not null:
                Kill(node);
                return $"kill {node.Name}";
            case 1 when node is not null && !_storage.HasOneProcess:
                node.IsPaused = true;
                return $"stop {node.Name}";
            case 2 when node is { IsPaused: true }:
                node.IsPaused = false;
                return $"go on {node.Name}";
            default:
                var missing = wanted - _nodes.Count;
                StartNodes(missing);
                return $"start {missing}";
        }
    }

    private void Kill(Node node)
    {
        node.Kill();
        node.Dispose();
        _nodes.Remove(node);
        Database.LivingNodes.Remove(node.Name);
        _storage.Killed();
    }

    private void StartNodes(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var node = Make($"n{++_started}");
            _nodes.Add(node);
            node.Start();
        }
    }

    private Node Make(string name)
    {
        var context = new NodeContext();
        var points = new FaultPoints(context, Troubles);
        var ports = _storage.Start(name, Database, Clock);
        Database.LivingNodes.Add(name);
        var http = new HttpClient(Receiver, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        return new Node(
            new SyncOptions
            {
                Node = name,
                ParallelRuns = 3,
                ForcedPerHour = 0,
                ChecksPerDay = Swarm.ChecksPerDay,
            },
            context,
            Clock,
            new NodePorts(
                new NodeStore(ports.Store, points, _bug, Database, Checker.Sliced),
                new NodeEdits(ports.Edits, points),
                new NodeQueries(ports.Queries, points),
                new NodeDecisions(ports.Decisions, points),
                new NodeValidations(ports.Validations, points),
                new MemorySchedule(Database, _bug.Lapses),
                new NodeProvider(_provider, points, _bug),
                _postman.VerifierOn(points),
                new NodeInbox(ports.Inbox, points),
                new NodeOutbox(Database.Outbox, points, _bug),
                new WebhookSender(http, new PlainSecrets(), new NodeTime(Clock))
            ),
            new Dice(_bits.Next()),
            what => Fail($"0: nobody expected this: {what}")
        );
    }

    private string Link(UserId user, Dice dice)
    {
        var has = Connections().Count(c => c.Connection.UserId == user);
        var items = Bank.Items.Count(i => i.UserNumber == user.Value);
        if ((has > 0 && !Swarm.Relinks) || items >= ItemsMax || SomeNode(dice) is not { } node)
        {
            return "no link";
        }

        var item = Bank.Link(_households[user], user.Value, Clock.Now);
        node.Do(() => node.Linking.Connect(user, item.Id, CancellationToken.None));
        return $"link {item.Id}";
    }

    private string Break(Dice dice)
    {
        if (Bank.Items.Count == 0)
        {
            return "nothing to break";
        }

        var item = dice.Pick([.. Bank.Items]);
        if (dice.Chance(500))
        {
            item.NeedsLogin = true;
            return $"login {item.Id}";
        }

        item.LoseCursors();
        return $"cursor lost {item.Id}";
    }
}
