using System.Text.Json;
using Mingus.Crash.Bank;
using Mingus.Crash.Checks;
using Mingus.Crash.Databases;
using Mingus.Crash.Product;

namespace Mingus.Crash;

/// <summary>What must hold once nobody kills any more and the bank stands still.</summary>
internal sealed class Ending(Campaign campaign, BankSide bank, IDatabase database, Requests requests)
{
    private const int SyncsMax = 6;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    // Of a run whatever it finds: a history that was asked for is told to be complete.
    private static readonly string[] s_runEvents = ["sync.queued", "sync.started", "sync.completed", "notification"];

    public async Task CheckAsync()
    {
        await campaign.SettleAsync();
        await HistoryIsThereAsync();
        await SyncAsync(campaign.Clients.Values, "full");
        await campaign.StopAsync();
        await campaign.LookAsync(intoFiles: true);
        await campaign.StartAsync();
        await EqualsTheBankAsync();
        await EventsStandAsync();
        await SyncingAgainChangesNothingAsync();
        var unfinished = requests.Unfinished(campaign.Image);
        Campaign.Require(!unfinished.Any(), "acknowledged runs are not over", unfinished);
        await ReplayIsTheSameAsync();
        campaign.Log($"{campaign.Image.Live.Count()} live records of {campaign.Image.Records.Count} equal the bank's");
    }

    private async Task HistoryIsThereAsync()
    {
        for (var left = Patience.Of(s_patience); bank.Items.Any(i => !bank.Look(i).HistoryComplete); )
        {
            await Task.Delay(100);
            left -= TimeSpan.FromMilliseconds(100);
            Campaign.Require(left > TimeSpan.Zero, "the bank does not deliver its history", []);
        }
    }

    // A sync may still fail for what happened before (a bank that was too busy): the next must not.
    private static async Task SyncAsync(IEnumerable<ApiClient> users, string type)
    {
        foreach (var user in users)
        {
            var left = new List<string>();
            for (var tries = 0; tries < SyncsMax; tries++)
            {
                var body = await user.CallAsync(
                    HttpMethod.Post,
                    "/accounts/bulk/sync",
                    new { syncType = type, force = true },
                    ("Prefer", "wait=30")
                );
                var runs = body.GetProperty("runs").EnumerateArray().ToList();
                left = [.. runs.Where(r => !HasSucceeded(r)).Select(r => $"{r}")];
                if (left.Count == 0)
                {
                    break;
                }
                await Task.Delay(500);
            }
            Campaign.Require(left.Count == 0, $"syncs of {user.User} do not succeed", left);
        }
    }

    private static bool HasSucceeded(JsonElement run) => run.GetProperty("status").GetString() == "succeeded";

    private async Task EqualsTheBankAsync()
    {
        var differences = await AgainstTruth.ProblemsAsync(campaign.Clients.Values, campaign.Image, bank);
        Campaign.Require(differences.Count == 0, "the ledger is not the bank's", differences);
    }

    // Whoever reads all events today gets those that were followed across the kills, and those that rest.
    private async Task EventsStandAsync()
    {
        var problems = new List<string>();
        foreach (var followed in campaign.Followers)
        {
            var again = new EventFollower(followed.User);
            var user = campaign.Image.Users.Values.First(u => u.Name == followed.User);
            again.Follow(campaign.Address);
            var isThere =
                await again.ReachesAsync(user.LastSequence, Patience.Of(s_patience))
                && await followed.ReachesAsync(user.LastSequence, Patience.Of(s_patience));
            await again.LeaveAsync();
            if (!isThere)
            {
                problems.Add($"{user.Name}: {followed.Last} followed, {again.Last} read, {user.LastSequence} stored");
            }
            var pairs = followed.Seen.Zip(again.Seen);
            problems.AddRange(again.Problems);
            problems.AddRange(pairs.Where(p => p.First != p.Second).Select(p => $"{p.First} is now {p.Second}"));
            problems.AddRange(
                again
                    .Seen.Where(e =>
                        campaign.Image.Events.GetValueOrDefault((user.Id, e.Sequence))?.Data is { } data
                        && data != e.Data
                    )
                    .Select(e => $"{e} rests as something else")
            );
        }
        Campaign.Require(problems.Count == 0, "events do not stand", problems);
    }

    // Invariant 3, from the cursor and from the beginning.
    private async Task SyncingAgainChangesNothingAsync()
    {
        var before = campaign.Image;
        await SyncAsync(campaign.Clients.Values, "transactions");
        await SyncAsync(campaign.Clients.Values, "historical");
        await campaign.StopAsync();
        await campaign.LookAsync(intoFiles: true);
        var after = campaign.Image;
        var changed = after.Records.Values.Where(r => before.Records.GetValueOrDefault((r.Feed, r.ProviderId)) != r);
        var told = after
            .Events.Values.Where(e => !before.Events.ContainsKey((e.User, e.Sequence)))
            .Where(e => !s_runEvents.Contains(e.Type, StringComparer.Ordinal));
        var problems = changed.Select(r => $"{r}").Concat(told.Select(e => $"{e}")).ToList();
        Campaign.Require(problems.Count == 0, "syncing again changed something", problems);
    }

    // Invariant 1: the ledger is what a fresh one becomes that reads the stream from its beginning.
    private async Task ReplayIsTheSameAsync()
    {
        await using var fresh = await database.CopyWithoutLedgerAsync();
        var place = campaign.Place with { ConnectionString = fresh.ConnectionString };
        var (server, address) = await ServerProcess.StartAsync(place);
        await using (server)
        {
            foreach (var name in campaign.Clients.Keys)
            {
                using var client = new ApiClient(address, name);
                await SyncAsync([client], "transactions");
            }
        }
        var replayed = LiveContent(await fresh.ReadAsync());
        var kept = LiveContent(campaign.Image);
        var problems = kept.Except(replayed)
            .Select(line => $"only in the ledger: {line}")
            .Concat(replayed.Except(kept).Select(line => $"only in the replay: {line}"))
            .ToList();
        Campaign.Require(problems.Count == 0, "a replay from the beginning is another ledger", problems);
    }

    private static HashSet<string> LiveContent(Image image) =>
        image.Live.Select(r => $"{r.ItemId} {r.ProviderAccount} {r.ProviderId} {r.Content}").ToHashSet();
}
