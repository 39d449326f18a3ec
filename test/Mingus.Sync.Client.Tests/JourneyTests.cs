using System.Net;

namespace Mingus.Sync.Client.Tests;

/// <summary>What an integrator does, by the client, against the product.</summary>
public sealed class JourneyTests(ProductFixture product)
{
    [Fact]
    public async Task A_bank_is_linked_read_synced_checked_and_ended()
    {
        var user = product.Client().ForUser(product.NewUser());
        Assert.NotEmpty((await user.CreateLinkToken()).Token);

        var linked = await user.Connect(await product.Agree());
        var first = await user.WaitForEnd(linked.FirstRunId!);

        Assert.Equal(("succeeded", true), (first.Status, first.RecordsCreated > 100));
        var accounts = await user.Accounts().ToListAsync();
        Assert.NotEmpty(accounts);
        var account = accounts.First(one => one.Kind == "depository");
        Assert.Equal(account.Balance!.Current, (await user.Account(account.Id)).Balance!.Current);
        Assert.Equal((await user.Connection(linked.Id)).Accounts.Order(), accounts.Select(one => one.Id).Order());

        var synced = await user.Sync(account.Id, force: true);
        Assert.Equal(("succeeded", 0), (synced.Status, synced.RecordsCreated));
        var report = await user.Validate(account.Id, "strict");
        Assert.Equal("passed", report.Result!.Value.GetProperty("verdict").GetString());
        Assert.Equal(synced.Id, (await user.Runs().ToListAsync()).First(run => run.SyncType == "transactions").Id);

        await user.Disconnect(linked.Id);
        Assert.Equal("disconnected", (await user.Connection(linked.Id)).Status);
        Assert.NotEmpty(await user.Transactions(account.Id).ToListAsync());
    }

    [Fact]
    public async Task Lists_are_read_to_their_end_and_filtered()
    {
        var (user, _) = await product.Linked();
        var account = await user.Accounts().FirstAsync(one => one.Kind == "depository");

        var all = await user.Transactions(account.Id).ToListAsync();

        Assert.True(all.Count > 100, "more than a page");
        Assert.Equal(all.Count, all.Select(one => one.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(all.Select(one => one.Date).OrderDescending(), all.Select(one => one.Date));
        var day = all[50].Date;
        var ofDay = await user.Transactions(account.Id, day, day).ToListAsync();
        Assert.Equal(all.Where(one => one.Date == day).Select(one => one.Id), ofDay.Select(one => one.Id));
        var named = await user.Transactions(account.Id, text: all[0].Description).ToListAsync();
        Assert.Contains(named, one => one.Id == all[0].Id);
    }

    [Fact]
    public async Task Amounts_are_exact_and_what_is_written_stays()
    {
        var (user, _) = await product.Linked();
        var account = await user.Accounts().FirstAsync(one => one.Kind == "depository");
        var transaction = await user.Transactions(account.Id).FirstAsync();

        var annotated = await user.Annotate(transaction.Id, category: "Fun", note: "with Ann");

        Assert.Equal(("Fun", "with Ann"), (annotated.Category, annotated.Note));
        Assert.Equal("with Ann", (await user.Transaction(transaction.Id)).Note);
        Assert.Equal(transaction.Amount, annotated.Amount);
        Assert.Equal(2, transaction.Amount.Scale);
    }

    [Fact]
    public async Task What_is_refused_is_an_exception_with_code_and_action()
    {
        var (user, connection) = await product.Linked();
        var stranger = product.Client().ForUser(product.NewUser());

        var unknown = await Assert.ThrowsAsync<MingusException>(() => stranger.Connection(connection.Id));
        Assert.Equal(
            (HttpStatusCode.NotFound, "not_found", "fix_request"),
            (unknown.Status, unknown.Code, unknown.Action)
        );

        var wrong = await Assert.ThrowsAsync<MingusException>(() => user.Connect("no-token"));
        Assert.Equal("relink", wrong.Action);

        var account = await user.Accounts().FirstAsync();
        var type = await Assert.ThrowsAsync<MingusException>(() => user.Sync(account.Id, "sideways"));
        Assert.Equal("invalid_request", type.Code);
        Assert.Equal(["syncType"], type.Errors.Keys);

        await user.Disconnect(connection.Id);
        var ended = await Assert.ThrowsAsync<MingusException>(() => user.Sync(account.Id, force: true));
        Assert.Equal(("disconnected", "relink"), (ended.Code, ended.Action));
    }

    [Fact]
    public async Task All_of_a_users_banks_are_synced_at_once()
    {
        var (user, _) = await product.Linked();
        await user.WaitForEnd((await user.Connect(await product.Agree("ins_900001"))).FirstRunId!);

        var bulk = await user.SyncAll(force: true);

        Assert.Equal(2, bulk.Runs.Count);
        Assert.All(bulk.Runs, run => Assert.Equal("succeeded", run.Status));
    }
}
