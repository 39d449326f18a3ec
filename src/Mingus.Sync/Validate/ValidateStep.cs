using Mingus.Ledger;
using Mingus.Ledger.Plan;
using Mingus.Sync.Ports;

namespace Mingus.Sync.Validate;

/// <summary>The step of a run that checks what is stored. It asks no provider, and commits findings and
/// reports.</summary>
internal sealed class ValidateStep(Validator validator, RunCommitter committer, RunReporter reporter)
{
    /// <summary>Validates the run's account, or all that its connection shows. Null: the run goes on.</summary>
    public async Task<Run?> Check(RunSession session, bool isLast, CancellationToken stopping)
    {
        // First without anybody waiting for it; only if the ledger moved meanwhile again in its turn.
        var ready = await Look(session, stopping);
        return await committer.Commit(
            session,
            async token =>
            {
                var validated = ready ?? await Look(session, token);
                ready = null;
                var plan = ValidationPlanner.Plan(session.PlanContext(session.Connection), validated.Accounts);
                return new Decided(plan, validated.UserVersion, session.Connection);
            },
            SyncWork.Validate,
            isLast,
            stopping
        );
    }

    private async Task<Validated> Look(RunSession session, CancellationToken cancellationToken)
    {
        using var station = Telemetry.Station("ledger.validate");
        IReadOnlyList<AccountId> accounts = session.Run.AccountId is { } one
            ? [one]
            : [.. session.Context.Feeds.Select(static feed => feed.Account.Id).Distinct()];
        await reporter.Report(session, new("validate", "records", 0, null, "Checking"), cancellationToken);
        return await validator.Validate(
            session.UserId,
            accounts,
            session.Run.Level,
            async read =>
            {
                session.Job.Cancelled.ThrowIfCancellationRequested();
                await reporter.Report(session, new("validate", "records", read, null, "Checking"), cancellationToken);
            },
            cancellationToken
        );
    }
}
