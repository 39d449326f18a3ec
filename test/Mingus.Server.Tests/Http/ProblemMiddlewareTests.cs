using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mingus.Server.Http;

namespace Mingus.Server.Tests.Http;

public sealed class ProblemMiddlewareTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_leaves_is_no_failure(bool hasBegun)
    {
        var token = TestContext.Current.CancellationToken;
        var (arrived, left) = (new TaskCompletionSource(), new TaskCompletionSource<Exception?>());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Use(async (context, next) => left.SetResult(await Record.ExceptionAsync(() => next(context))));
        app.UseMiddleware<ProblemMiddleware>();
        app.Run(async context =>
        {
            if (hasBegun)
            {
                await context.Response.StartAsync(token);
            }

            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await app.StartAsync(token);

        using var client = new HttpClient();
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(token);
        var asked = client.GetAsync(new Uri(app.Urls.First()), leaving.Token);
        await arrived.Task.WaitAsync(token);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Null(await left.Task.WaitAsync(TimeSpan.FromSeconds(30), token));
    }
}
