using System.Globalization;

namespace Mingus.Stage;

/// <summary>Answers tell the stage's time in <c>Date</c>: pages set their clock by it.</summary>
internal sealed class ClockHeader(TimeProvider time) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Use(
                (context, rest) =>
                {
                    context.Response.OnStarting(() =>
                    {
                        context.Response.Headers.Date = time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
                        return Task.CompletedTask;
                    });
                    return rest(context);
                }
            );
            next(app);
        };
}
