using System.Diagnostics;
using Mingus.Bench.Feed;
using Mingus.Bench.Rig;
using Mingus.Ledger;
using Mingus.Plaid;
using Mingus.Plaid.Wire;
using Mingus.Sync.Connect;

namespace Mingus.Bench.Runs;

/// <summary>
/// The child's side of matching: takes a labelled stream step by step through the engine. A new item is linked, and its
/// accounts that are shown by others already are said to be those, before the clock runs; then every item that the step
/// touched is synced, in the order of delivery within each user.
/// </summary>
internal sealed class MatchFeed(EngineRig rig, StreamSteps steps, Dictionary<string, string> links, int lanes)
{
    private readonly Dictionary<string, (UserId User, ConnectionId Connection)> _items = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AccountId> _accounts = new(StringComparer.Ordinal);
    private readonly List<(int Pages, int Records, TimeSpan Time)> _steps = [];
    private TimeSpan _cpu;
    private long _allocated;

    /// <summary>Takes the whole of one stream into a database of its own, so that compiling is over, then serves the
    /// other.</summary>
    public static async Task Serve(
        (string Database, string Folder) warm,
        (string Database, string Folder) at,
        int lanes
    )
    {
        await using (var rig = await EngineRig.Open(warm.Database))
        {
            using var steps = new StreamSteps(warm.Folder);
            await new MatchFeed(rig, steps, StreamSteps.Links(warm.Folder), lanes).Steps(int.MaxValue);
        }

        await Serve(at.Database, at.Folder, lanes);
    }

    private static async Task Serve(string connectionString, string folder, int lanes)
    {
        await using var rig = await EngineRig.Open(connectionString);
        using var steps = new StreamSteps(folder);
        var feed = new MatchFeed(rig, steps, StreamSteps.Links(folder), lanes);
        await Worker.Serve(feed.Steps, feed.Numbers);
    }

    /// <summary>Takes so many steps, or those that are left; answers the records new in them and the time of their
    /// syncs.</summary>
    private async Task<(int Records, TimeSpan Time)> Steps(int count)
    {
        var (records, time) = (0, TimeSpan.Zero);
        for (var i = 0; i < count && steps.Next() is { } updates; i++)
        {
            foreach (var update in updates)
            {
                await LinkIfNew(update);
                rig.Bank.Ready(update.Item, update.Pages, update.ReadAt);
            }

            var (cpu, allocated) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
            var began = Stopwatch.GetTimestamp();
            await Sync(updates);
            var took = Stopwatch.GetElapsedTime(began);
            _cpu += Environment.CpuUsage.TotalTime - cpu;
            _allocated += GC.GetTotalAllocatedBytes() - allocated;
            _steps.Add((updates.Sum(static u => u.Pages.Count), updates.Sum(static u => u.Records), took));
            records += _steps[^1].Records;
            time += took;
        }

        return (records, time);
    }

    private Task Sync(List<ItemUpdate> updates) =>
        Parallel.ForEachAsync(
            // Who has most to do begins first: else the step ends with one user at work, and nobody beside him.
            updates
                .GroupBy(static update => update.Tenant, StringComparer.Ordinal)
                .OrderByDescending(static user => user.Count()),
            new ParallelOptions { MaxDegreeOfParallelism = lanes },
            async (user, _) =>
            {
                foreach (var update in user)
                {
                    await rig.Sync(_items[update.Item].User, _items[update.Item].Connection);
                }
            }
        );

    private async Task LinkIfNew(ItemUpdate update)
    {
        if (_items.ContainsKey(update.Item))
        {
            return;
        }

        using var page = WireText.Parse(update.Pages[0]);
        var accounts = PlaidTranslation.Accounts(page.RootElement, update.Pages[0].Length, requestId: null).Accounts;
        var linked = await rig.Link((update.Tenant, "user"), (update.Item, update.InstitutionId), accounts);
        _items.Add(update.Item, (linked.UserId, linked.ConnectionId));
        foreach (var feed in linked.Feeds)
        {
            var real = links[feed.ProviderAccountId];
            if (!_accounts.TryGetValue(real, out var account))
            {
                _accounts.Add(real, feed.AccountId);
                continue;
            }

            var outcome = await rig.Linker.Link(linked.UserId, feed.Id, account, CancellationToken.None);
            if (outcome is not LinkOutcome.Linked)
            {
                throw new InvalidOperationException($"A feed was not linked to its account: {outcome}.");
            }
        }
    }

    private IEnumerable<KeyValuePair<string, double>> Numbers()
    {
        var pages = _steps.Sum(static step => step.Pages);
        var quarter = _steps.Count / 4;
        var (first, last) = (_steps.Take(quarter).ToList(), _steps.TakeLast(quarter).ToList());
        return
        [
            new("pages", pages),
            new("updates", rig.Store.Begins),
            new("firstMs", PageMs(first)),
            new("lastMs", PageMs(last)),
            new("firstRecords", (double)first.Sum(static step => step.Records) / first.Sum(static step => step.Pages)),
            new("lastRecords", (double)last.Sum(static step => step.Records) / last.Sum(static step => step.Pages)),
            new("begin", rig.Store.Beginning.TotalMilliseconds / pages),
            new("load", rig.Store.Loading.TotalMilliseconds / pages),
            new("commit", rig.Store.Committing.TotalMilliseconds / pages),
            new("cpu", _cpu.TotalMilliseconds / rig.Store.Begins),
            new("allocated", (double)_allocated / rig.Store.Begins),
            new("peak", Child.PeakMemory()),
        ];
    }

    private static double PageMs(List<(int Pages, int Records, TimeSpan Time)> steps) =>
        steps.Sum(static step => step.Time.TotalMilliseconds) / steps.Sum(static step => step.Pages);
}
