using Microsoft.AspNetCore.Http.HttpResults;
using Mingus.Ledger;
using Mingus.Server.Contracts;
using Mingus.Server.Http;
using Mingus.Server.Identity;
using Mingus.Sync.Ports;

namespace Mingus.Server.Api;

/// <summary>Reports of validations, kept as they were.</summary>
internal static class ValidationsApi
{
    public static void MapValidations(this IEndpointRouteBuilder api)
    {
        var validations = api.MapGroup("").WithTags("Validations");
        validations
            .MapGet("/accounts/{id}/validations", List)
            .WithSummary("The reports of an account's validations, newest first.")
            .WithName("ListValidations")
            .Needs(Scopes.Read);
        validations
            .MapGet("/validations/{id}", Get)
            .WithSummary("One report, as JSON or, where that is preferred, as text.")
            .WithName("GetValidation")
            .Needs(Scopes.Read);
    }

    private static async Task<Results<SnapshotResult<ListBody<ValidationBody>>, ProblemResult>> List(
        string id,
        [AsParameters] PageQuery page,
        CurrentUser user,
        IValidationStore validations,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader();
        var request = query.Page(page);
        if (query.Problem is { } problem)
        {
            return problem;
        }

        if (!PrefixedId.TryParse<AccountId>(id, out var accountId))
        {
            return Problems.NotFound;
        }

        var (sequence, found) = await validations.Validations(user.Id, accountId, request, cancellationToken);
        return found is null ? Problems.NotFound : Read.Ok(sequence, Read.ToList(found, ValidationBody.From));
    }

    private static async Task<Results<SnapshotResult<ValidationBody>, TextResult, ProblemResult>> Get(
        string id,
        CurrentUser user,
        IValidationStore validations,
        HttpContext http
    )
    {
        if (!PrefixedId.TryParse<ValidationId>(id, out var validationId))
        {
            return Problems.NotFound;
        }

        var (sequence, report) = await validations.Validation(user.Id, validationId, http.RequestAborted);
        if (report is null)
        {
            return Problems.NotFound;
        }

        return TextResult.IsWanted(http.Request)
            ? new TextResult(sequence, report.ToText())
            : Read.Ok(sequence, ValidationBody.From(report));
    }
}
