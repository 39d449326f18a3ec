using BudgetApp;
using Mingus.Sync.Client;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
if (builder.Configuration["urls"] is null)
{
    builder.WebHost.UseUrls("http://127.0.0.1:5081");
}

// snippet client
var address = new Uri(builder.Configuration["Mingus:Address"] ?? "http://127.0.0.1:5080");
var mingus = new MingusClient(
    new HttpClient { Timeout = TimeSpan.FromSeconds(90) },
    new MingusOptions
    {
        Address = address,
        // In Development none is needed. Elsewhere it comes from where you keep secrets, never from the source.
        Credential = builder.Configuration["Mingus:Key"] is { } key ? _ => ValueTask.FromResult(key) : null,
    }
);

// end snippet
var app = builder.Build();
app.MapBudget(mingus, address);
await app.StartAsync();
Console.WriteLine($"Budget is at {app.Urls.First()}");
await app.WaitForShutdownAsync();
