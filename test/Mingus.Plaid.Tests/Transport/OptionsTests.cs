using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mingus.Sync.Ports;

namespace Mingus.Plaid.Tests.Transport;

public sealed class OptionsTests
{
    [Fact]
    public void The_defaults_lack_only_what_nobody_can_know()
    {
        var problems = new PlaidOptions().Problems().ToList();
        Assert.Equal(2, problems.Count);
        Assert.Contains(problems, p => p.Contains("Plaid:BaseUrl", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("Plaid:Secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://sandbox.plaid.com", "https")]
    [InlineData("ftp://sandbox.plaid.com", "Plaid:BaseUrl")]
    [InlineData("sandbox.plaid.com", "Plaid:BaseUrl")]
    [InlineData("https://sandbox.plaid.com?x=1", "Plaid:BaseUrl")]
    public void An_address_that_cannot_work_is_refused(string address, string named) =>
        Assert.Contains(named, Assert.Single(Problems(o => o.BaseUrl = address)), StringComparison.Ordinal);

    [Fact]
    public void Each_setting_out_of_range_says_what_to_set()
    {
        Assert.Single(Problems(o => o.DaysRequested = 731));
        Assert.Single(Problems(o => o.DaysRequested = 0));
        Assert.Single(Problems(o => o.ClientName = new string('x', 31)));
        Assert.Single(Problems(o => o.CountryCodes.Add("USA")));
        Assert.Single(Problems(o => o.Language = "english"));
        Assert.Single(Problems(o => o.WebhookUrl = "not an address"));
        Assert.Single(Problems(o => o.Secret = "with\nline"));
        Assert.Single(Problems(o => o.Timeouts.Slow = TimeSpan.Zero));
        Assert.Single(Problems(o => o.Retries.Attempts = 0));
        Assert.Single(Problems(o => o.Circuit.Failures = 1));
        Assert.Contains(
            "Sync",
            Assert.Single(Problems(o => o.Limits["Sink"] = new PlaidLimit())),
            StringComparison.Ordinal
        );
        Assert.Empty(Problems(o => o.Limits["sync"] = new PlaidLimit { PerItem = 5 }));
        Assert.Empty(Problems(o => o.CountryCodes.Add("GB")));
    }

    [Fact]
    public void A_host_with_bad_options_does_not_get_a_provider()
    {
        using var services = new ServiceCollection().AddLogging().AddPlaid(_ => { }).BuildServiceProvider();
        var check = services.GetRequiredService<IStartupValidator>();
        var refused = Assert.Throws<OptionsValidationException>(check.Validate);
        Assert.Contains("Plaid:BaseUrl", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_finds_Plaid_as_a_provider()
    {
        using var services = new ServiceCollection()
            .AddLogging()
            .AddPlaid(o => (o.BaseUrl, o.ClientId, o.Secret) = ("http://localhost:1", "a", "b"))
            .BuildServiceProvider(validateScopes: true);
        Assert.Equal("plaid", Assert.Single(services.GetServices<IProvider>()).Name);
        Assert.Same(services.GetRequiredService<PlaidClient>(), services.GetRequiredService<IProvider>());
    }

    private static List<string> Problems(Action<PlaidOptions> change)
    {
        var options = new PlaidOptions
        {
            BaseUrl = "https://sandbox.plaid.com",
            ClientId = "id",
            Secret = "secret",
        };
        change(options);
        return [.. options.Problems()];
    }
}
