using System.Diagnostics;
using System.Text.Json;
using Mingus.Bench.Feed;
using Mingus.Bench.Report;
using Mingus.Bench.Rig;
using Mingus.Ledger;

namespace Mingus.Bench.Runs;

/// <summary>A page of transactions out of a long history: the product's route against the bare handler.</summary>
internal static class Reads
{
    private const int LaterPages = 100;

    public static async Task Measure(BenchReport report, Scratch scratch)
    {
        var records = report.Settings.Size(full: 1_000_000, quick: 200_000);
        var time = TimeSpan.FromSeconds(report.Settings.IsQuick ? 1 : 2);
        var rounds = report.Settings.IsQuick ? 4 : 9;
        report.Setting("account", $"{Stats.Count(records)} records on SQLite, 100 transactions a page");
        report.Setting(
            "load",
            $"{Loader.Connections} connections over loopback, {rounds} rounds of {time.TotalSeconds:0} s in turns, "
                + "medians"
        );

        var path = scratch.NewPath("reads.db");
        var linked = await Fill(path, records);
        using var product = await Served.Start("serve-product", path);
        using var bare = await Served.Start("serve-bare", path);
        var ways = await Ways.Find(product, bare, linked);

        var first = await InTurns(product, bare, [ways.ProductFirst], [ways.BareFirst], rounds, time);
        var later = await InTurns(product, bare, ways.ProductLater, ways.BareLater, rounds, time);
        BenchReport.Table(
            ["requests a second", "ours", "bare handler", "ratio", "goal"],
            [Row("first page", first), Row($"{LaterPages} later pages by turns", later)]
        );
        report.Number("firstOurs", first.Ours);
        report.Number("firstBare", first.Bare);
        report.Number("laterOurs", later.Ours);
        report.Number("laterBare", later.Bare);
        report.Number("laterPercent", later.Ratio * 100);
        report.Figure(Math.Min(first.Ratio, later.Ratio) * 100, "0", "%");
    }

    private static string[] Row(string name, (double Ours, double Bare, double Ratio) measured) =>
        [name, Stats.Count(measured.Ours), Stats.Count(measured.Bare), Stats.Percent(measured.Ratio), ">= 40 %"];

    private static async Task<Linked> Fill(string path, int records)
    {
        await using var rig = await EngineRig.Open($"Data Source={path}");
        // The user that the server takes a caller for who does not say.
        var linked = await rig.Link("dev", "demo", "account");
        rig.Bank.Ready(new PageMaker("account", pages: 1).Make(page: 0));
        await rig.Sync(linked);
        await History.FillSqlite(path, records);
        return linked;
    }

    private static async Task<(double Ours, double Bare, double Ratio)> InTurns(
        Served product,
        Served bare,
        IReadOnlyList<string> ours,
        IReadOnlyList<string> theirs,
        int rounds,
        TimeSpan time
    )
    {
        await Loader.RequestsPerSecond(product.Address, ours, time * 2);
        await Loader.RequestsPerSecond(bare.Address, theirs, time * 2);
        var rates = (Ours: new List<double>(), Bare: new List<double>());
        for (var i = 0; i < rounds; i++)
        {
            rates.Ours.Add(await Loader.RequestsPerSecond(product.Address, ours, time));
            rates.Bare.Add(await Loader.RequestsPerSecond(bare.Address, theirs, time));
        }

        var ratio = Stats.Median(rates.Ours.Zip(rates.Bare, static (a, b) => a / b));
        return (Stats.Median(rates.Ours), Stats.Median(rates.Bare), ratio);
    }

    /// <summary>What to ask of each for the same pages.</summary>
    private sealed record Ways(
        string ProductFirst,
        string BareFirst,
        IReadOnlyList<string> ProductLater,
        IReadOnlyList<string> BareLater
    )
    {
        /// <exception cref="InvalidOperationException">The two do not answer the same: they cannot be
        /// compared.</exception>
        public static async Task<Ways> Find(Served product, Served bare, Linked linked)
        {
            var ours = $"/api/data-sync/accounts/{linked.AccountId}/transactions?limit=100";
            var theirs = $"/accounts/{linked.AccountId}/transactions?user={linked.UserId.Value}";
            using var http = new HttpClient();
            var (productLater, bareLater) = (new List<string>(), new List<string>());
            for (var i = 0; i < LaterPages; i++)
            {
                // A page that ends on some day of the two years; the one after it is asked for.
                var to = BankRow.Today.AddDays(-1 - i * 700 / LaterPages);
                using var page = JsonDocument.Parse(
                    await http.GetStringAsync(new Uri(product.Address, $"{ours}&to={to:yyyy-MM-dd}"))
                );
                var last = page.RootElement.GetProperty("items")[99];
                var day = DateOnly.Parse(last.GetProperty("date").GetString()!, null).DayNumber;
                productLater.Add($"{ours}&after={page.RootElement.GetProperty("next").GetString()}");
                bareLater.Add($"{theirs}&day={day}&after={last.GetProperty("id").GetString()}");
                await Compare(http, product, bare, (productLater[^1], bareLater[^1]));
            }

            await Compare(http, product, bare, (ours, theirs));
            return new Ways(ours, theirs, productLater, bareLater);
        }

        private static async Task Compare(
            HttpClient http,
            Served product,
            Served bare,
            (string Ours, string Bare) paths
        )
        {
            var ours = await http.GetStringAsync(new Uri(product.Address, paths.Ours));
            var theirs = await http.GetStringAsync(new Uri(bare.Address, paths.Bare));
            // Only the position of the next page may be written otherwise.
            if (Items(ours) != Items(theirs))
            {
                throw new InvalidOperationException(
                    $"Not the same answer:\n{Items(ours)[..900]}\n{Items(theirs)[..900]}"
                );
            }
        }

        private static string Items(string body) => body[..body.LastIndexOf("\"next\"", StringComparison.Ordinal)];
    }
}
