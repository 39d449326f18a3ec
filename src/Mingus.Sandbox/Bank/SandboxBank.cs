using Mingus.Sandbox.Link;
using Mingus.Sandbox.Webhooks;

namespace Mingus.Sandbox.Bank;

/// <summary>
/// All items of the sandbox, and what tests and operators may do to them beyond Plaid. Safe to use from several
/// threads: each member holds <see cref="Gate"/>, and so does each call that the server answers.
/// </summary>
public sealed class SandboxBank
{
    private readonly Dictionary<string, Item> _byToken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Item> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Agreement> _agreements = new(StringComparer.Ordinal);
    private long _counter;

    internal SandboxBank(SandboxOptions options, SandboxClock clock, WebhookOutbox outbox)
    {
        Options = options;
        Clock = clock;
        Outbox = outbox;
        Factory = new ItemFactory(options, clock.Today);
        Intents = new LinkIntents(clock.Time);
        clock.Moved = Tick;
    }

    /// <summary>The items in the order of their exchange.</summary>
    public IReadOnlyList<ItemSummary> Items
    {
        get
        {
            lock (Gate)
            {
                return [.. _byId.Values.Select(Summary)];
            }
        }
    }

    internal Lock Gate { get; } = new();
    internal SandboxOptions Options { get; }
    internal SandboxClock Clock { get; }
    internal WebhookOutbox Outbox { get; }
    internal ItemFactory Factory { get; }
    internal LinkIntents Intents { get; }

    /// <summary>The bank's exact ledger for an item, now.</summary>
    /// <exception cref="KeyNotFoundException">There is no such item.</exception>
    public Truth Truth(string itemId)
    {
        lock (Gate)
        {
            var item = Touch(_byId[itemId]);
            var rows = item.Ledger.Visible.OrderBy(r => r.Date).ThenBy(r => r.Id, StringComparer.Ordinal).ToList();
            var accounts = item.Accounts.Select((a, i) => (Account: a, Index: i)).Where(a => a.Account.Shared);
            return new Truth(
                itemId,
                item.Phase == Phase.Historical,
                [.. accounts.Select(a => TruthOf(a.Account, rows.Where(r => r.Account == a.Index)))],
                [.. rows.Select(r => TruthOf(r, item))]
            );
        }
    }

    /// <summary>Applies a number of deterministic random changes to what the bank holds.</summary>
    /// <exception cref="KeyNotFoundException">There is no such item.</exception>
    public void Mutate(string itemId, long seed, int steps)
    {
        lock (Gate)
        {
            var item = Touch(_byId[itemId]);
            Mutations.Apply(item, Clock.Now, seed, steps);
            Announcements.Of(item, Outbox);
        }
    }

    /// <summary>Gives an item an error that all calls answer until it is healed; null heals it and tells so.</summary>
    /// <exception cref="KeyNotFoundException">There is no such item.</exception>
    /// <exception cref="ArgumentException">Plaid has no such code.</exception>
    public void SetError(string itemId, string? code)
    {
        lock (Gate)
        {
            var item = Touch(_byId[itemId]);
            if (code is null)
            {
                Repair(item, tell: true);
            }
            else
            {
                Break(item, code);
            }
        }
    }

    /// <summary>Stops or resumes an item's data without any sign but its last successful update.</summary>
    /// <exception cref="KeyNotFoundException">There is no such item.</exception>
    public void Freeze(string itemId, bool frozen)
    {
        lock (Gate)
        {
            Touch(_byId[itemId]).Frozen = frozen;
        }
    }

    /// <summary>
    /// Sends a webhook of any code, with the effect it speaks of where it has one; false without an address.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no such item.</exception>
    public bool FireWebhook(string itemId, string code)
    {
        lock (Gate)
        {
            var item = Touch(_byId[itemId]);
            Wire.WebhookEndpoints.Send(this, item, code, type: null);
            return item.Webhook is not null;
        }
    }

    internal void Tick()
    {
        lock (Gate)
        {
            foreach (var item in _byId.Values)
            {
                Touch(item);
            }
        }
    }

    /// <summary>Brings an item up to now and announces what is new.</summary>
    internal Item Touch(Item item)
    {
        if (!item.IsRemoved)
        {
            var (initial, history) = (item.InitialDone, item.HistoryDone);
            item.Advance(Clock.Now, Clock.Real);
            Announcements.OfPhases(item, Outbox, item.InitialDone && !initial, item.HistoryDone && !history);
            Announcements.Of(item, Outbox);
        }
        return item;
    }

    internal string NewItemId(string institutionId, string user) =>
        Rng.Id(Options.Seed, ["item", NextNumber(), Clock.Now.UtcTicks.ToString(), institutionId, user]);

    internal string Agree(Agreement agreement)
    {
        var token = "public-sandbox-" + Guid(agreement.ItemId, "public");
        _agreements[token] = agreement with { ExpiresAt = Clock.Real.AddMinutes(30) };
        return token;
    }

    /// <summary>Makes the item of a public token, once.</summary>
    internal Item? Exchange(string publicToken)
    {
        if (!_agreements.Remove(publicToken, out var agreement) || agreement.ExpiresAt <= Clock.Real)
        {
            return null;
        }
        var now = Clock.Now;
        var token = agreement.Custom is null
            ? AccessTokens.Write(agreement, now, Options.Seed)
            : "access-sandbox-" + Guid(agreement.ItemId, "access");
        var item = Enter(Factory.Open(agreement, token, now));
        if (agreement.Products.Contains("transactions"))
        {
            Start(item);
        }
        if (agreement.DaysRequested is { } days)
        {
            item.FixDepth(days);
        }
        return Touch(item);
    }

    /// <summary>Starts the transactions product, by Link or by the first call.</summary>
    internal void Start(Item item)
    {
        var delays = item.Agreement.Custom?.Accounts is null
            ? (Options.InitialDelay, Options.InitialDelay + Options.HistoryDelay)
            : (TimeSpan.Zero, TimeSpan.Zero);
        item.InitialAt ??= Clock.Real + delays.Item1;
        item.HistoryAt ??= Clock.Real + delays.Item2;
    }

    internal Item? Find(string accessToken) => _byToken.GetValueOrDefault(accessToken) ?? Revive(accessToken);

    internal Item? FindById(string itemId) => _byId.GetValueOrDefault(itemId);

    internal void Break(Item item, string code)
    {
        Wire.PlaidErrors.Find(code);
        item.Fail(code);
        Announcements.OfError(item, Outbox, code);
    }

    internal void Repair(Item item, bool tell)
    {
        item.Heal();
        if (tell)
        {
            Outbox.Send(item, "ITEM", "LOGIN_REPAIRED");
        }
        Touch(item);
    }

    /// <summary>Changes which accounts the user shares; rows of newly shared ones are delivered.</summary>
    internal void ShareAccounts(Item item, IReadOnlySet<int> shared)
    {
        var before = item.Ledger.Log.Position;
        item.Ledger.Share(shared);
        if (item.Ledger.Log.Position > before)
        {
            Announcements.OfPhases(item, Outbox, initial: true, history: false);
        }
    }

    internal string NextNumber() => (++_counter).ToString();

    internal string Guid(params ReadOnlySpan<string> key)
    {
        var hex = Rng.Hex(Options.Seed, key, 32);
        return $"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}";
    }

    /// <summary>Opens an item again that an earlier run of the sandbox made, as if it had run all the time.</summary>
    private Item? Revive(string accessToken)
    {
        if (AccessTokens.Read(accessToken, Options.Seed) is not ({ } agreement, var createdAt) || createdAt > Clock.Now)
        {
            return null;
        }
        var item = Enter(Factory.Open(agreement, accessToken, createdAt));
        (item.InitialAt, item.HistoryAt) = (Clock.Real, Clock.Real);
        if (agreement.DaysRequested is { } days)
        {
            item.FixDepth(days);
        }
        return item;
    }

    private Item Enter(Item item)
    {
        _byId[item.Id] = item;
        _byToken[item.AccessToken] = item;
        return item;
    }

    private static ItemSummary Summary(Item item) =>
        new(
            item.Id,
            item.Institution.Id,
            item.Agreement.User,
            item.ErrorCode,
            item.IsRemoved,
            item.Frozen,
            Wire.TransactionWriter.StatusOf(item.Phase),
            item.Webhook,
            item.Ledger.Log.Position
        );

    private static TruthAccount TruthOf(ItemAccount account, IEnumerable<Row> rows)
    {
        var posted = rows.Where(r => !r.Pending && r.Currency == account.Currency).Sum(r => r.Amount);
        var opening = account.IsOwed ? account.Current - posted : account.Current + posted;
        return new(
            account.Id,
            account.Type,
            account.Currency,
            opening,
            account.Current,
            account.Available,
            account.Mask
        );
    }

    private static TruthRecord TruthOf(Row row, Item item) =>
        new(
            row.Id,
            item.Accounts[row.Account].Id,
            row.Amount,
            row.Currency,
            row.Date,
            row.Pending,
            row.PendingId,
            row.Name,
            row.Real
        );
}
