using Microsoft.AspNetCore.Http.HttpResults;
using Mingus.Ledger;
using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Mingus.Sync.Ports;
using Mingus.Sync.Schedule;

namespace Mingus.Server.Api;

/// <summary>How accounts are kept up to date by themselves: of a user, and of accounts that have their own.</summary>
internal static class SettingsApi
{
    public static void MapSettings(this IEndpointRouteBuilder api)
    {
        var settings = api.MapGroup("").WithTags("Settings");
        settings
            .MapGet("/settings", Get)
            .WithSummary("What holds for all accounts of the user.")
            .WithName("GetSettings")
            .Needs(Scopes.Read);
        settings
            .MapPut("/settings", Put)
            .WithSummary("Sets what holds for all accounts; what is left out is as by default. Effective at once.")
            .WithName("PutSettings")
            .Needs(Scopes.Decide);
        settings
            .MapGet("/accounts/{id}/settings", GetOfAccount)
            .WithSummary("What holds for one account: its own settings, or the user's.")
            .WithName("GetAccountSettings")
            .Needs(Scopes.Read);
        settings
            .MapPut("/accounts/{id}/settings", PutOfAccount)
            .WithSummary("Gives an account its own settings; what is left out is as the user's. Effective at once.")
            .WithName("PutAccountSettings")
            .Needs(Scopes.Decide);
        settings
            .MapDelete("/accounts/{id}/settings", DeleteOfAccount)
            .WithSummary("Takes an account's own settings away: the user's hold again.")
            .WithName("DeleteAccountSettings")
            .Needs(Scopes.Decide);
    }

    private static async Task<SnapshotResult<SettingsBody>> Get(
        CurrentUser user,
        Configuring configuring,
        CancellationToken cancellationToken
    )
    {
        var (sequence, stored) = await configuring.Settings(user.Id, cancellationToken);
        return Read.Ok(sequence, SettingsBody.From(stored.Own ?? SyncSettings.Default));
    }

    private static async Task<Results<SnapshotResult<SettingsBody>, ProblemResult>> Put(
        SettingsEdit body,
        CurrentUser user,
        Configuring configuring,
        CancellationToken cancellationToken
    )
    {
        var (settings, errors) = body.Over(SyncSettings.Default);
        if (settings is null)
        {
            return Problems.Fields(errors);
        }

        await configuring.Save(user.Id, accountId: null, settings, cancellationToken);
        return await Get(user, configuring, cancellationToken);
    }

    private static async Task<Results<SnapshotResult<SettingsBody>, ProblemResult>> GetOfAccount(
        string id,
        CurrentUser user,
        Configuring configuring,
        ILedgerQueries queries,
        CancellationToken cancellationToken
    )
    {
        if (
            !PrefixedId.TryParse<AccountId>(id, out var accountId)
            || (await queries.Account(user.Id, accountId, cancellationToken)).Value is not { } view
        )
        {
            return Problems.NotFound;
        }

        // By the account's own id, should this one have been replaced.
        var (sequence, stored) = await configuring.Settings(user.Id, cancellationToken);
        var isOwn = stored.Accounts.ContainsKey(view.Account.Id);
        return Read.Ok(sequence, SettingsBody.From(stored.Of(view.Account.Id), isOwn));
    }

    private static async Task<Results<SnapshotResult<SettingsBody>, ProblemResult>> PutOfAccount(
        string id,
        SettingsEdit body,
        CurrentUser user,
        Configuring configuring,
        ILedgerQueries queries,
        CancellationToken cancellationToken
    )
    {
        var stored = (await configuring.Settings(user.Id, cancellationToken)).Value;
        var (settings, errors) = body.Over(stored.Own ?? SyncSettings.Default);
        if (settings is null)
        {
            return Problems.Fields(errors);
        }

        return await Save(id, settings, user, configuring, queries, cancellationToken)
            ? await GetOfAccount(id, user, configuring, queries, cancellationToken)
            : Problems.NotFound;
    }

    private static async Task<Results<NoContent, ProblemResult>> DeleteOfAccount(
        string id,
        CurrentUser user,
        Configuring configuring,
        ILedgerQueries queries,
        CancellationToken cancellationToken
    ) =>
        await Save(id, settings: null, user, configuring, queries, cancellationToken)
            ? TypedResults.NoContent()
            : Problems.NotFound;

    private static async Task<bool> Save(
        string id,
        SyncSettings? settings,
        CurrentUser user,
        Configuring configuring,
        ILedgerQueries queries,
        CancellationToken cancellationToken
    ) =>
        PrefixedId.TryParse<AccountId>(id, out var accountId)
        && (await queries.Account(user.Id, accountId, cancellationToken)).Value is { } view
        && await configuring.Save(user.Id, view.Account.Id, settings, cancellationToken);
}
