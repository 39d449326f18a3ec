using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mingus.Ledger.Reconcile.Checks;
using Mingus.Sync.Backfill;
using Mingus.Sync.Balances;
using Mingus.Sync.Connect;
using Mingus.Sync.Decisions;
using Mingus.Sync.Events;
using Mingus.Sync.Fetch;
using Mingus.Sync.Gate;
using Mingus.Sync.Ports;
using Mingus.Sync.Preview;
using Mingus.Sync.Schedule;
using Mingus.Sync.Validate;

namespace Mingus.Sync;

/// <summary>Puts the engine together. It needs the ports, a <see cref="TimeProvider"/> and logging registered beside
/// it.</summary>
public static class SyncSetup
{
    /// <summary>
    /// Registers <see cref="SyncEngine"/>, <see cref="Linking"/> and the hub, which the store was opened with as its
    /// signal.
    /// </summary>
    public static IServiceCollection AddSync(this IServiceCollection services, SyncOptions options, EventHub hub) =>
        services
            .AddSingleton(options)
            .AddSingleton(hub)
            .AddSingleton(static s => new RunIds(s.GetRequiredService<TimeProvider>()))
            .AddSingleton(static s => new InstitutionWatch(
                s.GetRequiredService<ILoggerFactory>().CreateLogger<InstitutionWatch>()
            ))
            .AddSingleton(static s => new Timetable(
                s.GetRequiredService<IScheduleStore>(),
                s.GetRequiredService<InstitutionWatch>(),
                s.GetRequiredService<SyncOptions>(),
                s.GetRequiredService<TimeProvider>()
            ))
            .AddSingleton(static s => new Configuring(
                s.GetRequiredService<IScheduleStore>(),
                s.GetRequiredService<ILedgerStore>(),
                s.GetRequiredService<ILedgerQueries>(),
                s.GetRequiredService<Timetable>(),
                s.GetRequiredService<TimeProvider>()
            ))
            .AddSingleton(static s => new AnalyticsQueue(
                [.. s.GetServices<IAnalyticsSink>()],
                s.GetRequiredService<ILoggerFactory>().CreateLogger<AnalyticsQueue>()
            ))
            .AddSingleton(static s => Engine.Compose(s))
            .AddSingleton(static s => s.GetRequiredService<Engine>().Verbs)
            .AddSingleton(static s => s.GetRequiredService<Engine>().Linking)
            .AddSingleton(static s => new UserErasing(
                s.GetRequiredService<ILedgerQueries>(),
                s.GetRequiredService<IUserRights>(),
                s.GetRequiredService<Linking>()
            ))
            .AddSingleton(static s => s.GetRequiredService<Engine>().Linker)
            .AddSingleton(static s => s.GetRequiredService<Engine>().Deciding)
            .AddSingleton(static s => s.GetRequiredService<Engine>().Previewer)
            .AddSingleton(static s => s.GetRequiredService<Engine>().Repairing)
            .AddSingleton(static s => new WebhookIntake(
                s.GetRequiredService<IWebhookVerifier>(),
                s.GetRequiredService<IWebhookInbox>(),
                s.GetRequiredService<SyncEngine>(),
                s.GetRequiredService<Timetable>(),
                s.GetRequiredService<TimeProvider>(),
                s.GetRequiredService<ILogger<WebhookIntake>>()
            ));

    /// <summary>The engine's parts, made by hand so that they stay internal.</summary>
    internal sealed record Engine(
        SyncEngine Verbs,
        Linking Linking,
        AccountLinker Linker,
        Deciding Deciding,
        Previewer Previewer,
        Repairing Repairing
    )
    {
        public static Engine Compose(IServiceProvider services)
        {
            var time = services.GetRequiredService<TimeProvider>();
            var store = services.GetRequiredService<ILedgerStore>();
            var provider = services.GetRequiredService<IProvider>();
            var vault = services.GetRequiredService<ISecretVault>();
            var options = services.GetRequiredService<SyncOptions>();
            var (ids, hub) = (services.GetRequiredService<RunIds>(), services.GetRequiredService<EventHub>());
            var logs = services.GetRequiredService<ILoggerFactory>();
            var gate = new ConnectionGate();
            var runs = new RunFactory(ids, time);
            var reporter = new RunReporter(hub, store, time);
            var locks = new UserLocks();
            var queries = services.GetRequiredService<ILedgerQueries>();
            var moves = new FeedMoves(store, time);
            var linker = new AccountLinker(store, queries, moves, locks, time, logs.CreateLogger<AccountLinker>());
            var decisions = services.GetRequiredService<IDecisionStore>();
            var turns = new DecisionTurns(store, decisions, queries, moves, time);
            var decide = new DecideStation(store, time);
            var (fetcher, balances) = (new UpdateFetcher(provider), new BalanceFetcher(provider));
            var fetch = new FetchStation(provider, fetcher, reporter, logs.CreateLogger<FetchStation>());
            var forced = new ForcedLimit(options);
            var schedule = new ScheduleStation(services.GetRequiredService<Timetable>());
            var watch = services.GetRequiredService<InstitutionWatch>();
            var notices = services.GetServices<INoticeRule>().ToList();
            var committer = new RunCommitter(store, schedule, watch, notices, locks, time);
            var journey = new SyncRun(
                provider,
                vault,
                new GateStation(store, gate, options, time),
                fetch,
                decide,
                balances,
                new BackfillStep(new WindowFetcher(provider), decide, committer, reporter),
                new ValidateStep(ValidatorOf(services), committer, reporter),
                committer,
                reporter,
                linker,
                gate,
                options,
                time,
                logs.CreateLogger<SyncRun>()
            );
            var dispatcher = DispatcherOf(services, gate, journey, runs);
            var edits = services.GetRequiredService<ILedgerEdits>();
            var verbs = new SyncEngine(store, queries, gate, dispatcher, runs, forced, time);
            var deciding = new Deciding(store, decisions, queries, turns, locks, time);
            var erasing = new Erasing(store, edits, locks, time);
            var ports = (provider, store, queries, vault);
            var linking = logs.CreateLogger<Linking>();
            return new Engine(
                verbs,
                new Linking(ports, edits, erasing, dispatcher, runs, ids, time, linking),
                linker,
                deciding,
                new Previewer(ports, (fetch, decide, balances), (gate, runs, forced), options, time),
                new Repairing(queries, verbs, deciding)
            );
        }

        private static RunDispatcher DispatcherOf(
            IServiceProvider services,
            ConnectionGate gate,
            SyncRun journey,
            RunFactory runs
        ) =>
            new(
                services.GetRequiredService<ILedgerStore>(),
                gate,
                journey,
                runs,
                services.GetRequiredService<Timetable>(),
                services.GetRequiredService<AnalyticsQueue>(),
                services.GetRequiredService<SyncOptions>(),
                services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<ILoggerFactory>().CreateLogger<RunDispatcher>()
            );

        // Our checks, and those that the host registered beside them.
        private static Validator ValidatorOf(IServiceProvider services) =>
            new(
                services.GetRequiredService<IValidationStore>(),
                services.GetRequiredService<IDecisionStore>(),
                services.GetRequiredService<ILedgerQueries>(),
                [.. StandardChecks.All, .. services.GetServices<ILedgerCheck>()],
                services.GetRequiredService<TimeProvider>()
            );
    }
}
