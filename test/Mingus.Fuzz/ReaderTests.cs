using System.Text;
using System.Text.Json;
using Mingus.Ledger;
using Mingus.Ledger.Normalize;
using Mingus.Plaid;
using Mingus.Plaid.Webhooks;
using Mingus.Plaid.Wire;
using Mingus.Sync.Ports;

namespace Mingus.Fuzz;

/// <summary>What reads strange bytes, without anything around it.</summary>
[Trait("Category", "Slow")]
public sealed class ReaderTests
{
    // Declared: what is no JSON, and what the client turns into "unreadable answer".
    [Fact]
    public void Plaids_answers() =>
        Campaign
            .Of("translation")
            .Run(static input =>
            {
                try
                {
                    using var answer = WireText.Parse(input);
                    // What is no object never reaches them: the transport refuses it.
                    var readers = answer.RootElement.ValueKind == JsonValueKind.Object ? Readers : [];
                    foreach (var read in readers)
                    {
                        Tolerated(read, answer.RootElement);
                    }

                    Assert.NotNull(PlaidTranslation.Reread(answer.RootElement.GetRawText()));
                }
                catch (JsonException) { }
            });

    [Fact]
    public void Webhooks()
    {
        Campaign
            .Of("webhooks")
            .Run(static input =>
            {
                var text = Encoding.UTF8.GetString(input);
                var token = SignedToken.Read(text, out var reason);
                Assert.True(token is not null || reason.Length > 0, "a reason");
                Assert.NotNull(PlaidWebhookReader.Read(input));
            });
    }

    [Fact]
    public void Normalisation() =>
        Campaign
            .Of("normalise")
            .Run(static input =>
            {
                var text = Encoding.UTF8.GetString(input);
                var canonical = CanonicalText.Of(text);
                Assert.Equal(canonical, CanonicalText.Of(text));
                var content = new RecordContent
                {
                    Amount = new Money(text.Length, Currency.Official("EUR")),
                    Date = new DateOnly(2026, 1, 31),
                    IsPending = false,
                    Description = text,
                };
                Assert.Equal(Fingerprinting.Of(content), Fingerprinting.Of(content with { }));
                if (decimal.TryParse(text, out var amount))
                {
                    var fit = Money.Fit(amount, Currency.Official("KWD"), out var money);
                    Assert.True(fit != MoneyFit.Exact || money.Amount == amount, "an amount is kept exact");
                }
            });

    private static readonly Action<JsonElement>[] Readers =
    [
        static root =>
        {
            foreach (var change in PlaidTranslation.Page(root, 0, null).Changes.OfType<ProviderChange.Upsert>())
            {
                Assert.NotNull(Fingerprinting.Of(change.Content).Hash);
            }
        },
        static root => PlaidTranslation.Window(root, 0, null),
        static root => PlaidTranslation.Accounts(root, 0, null),
        static root => PlaidTranslation.Item(root, null),
        static root => PlaidMore.Recurring(root, null),
        static root => PlaidMore.Institution(root, "ins_1", null),
        static root => PlaidMore.WebhookKey(root, null),
    ];

    private static void Tolerated(Action<JsonElement> read, JsonElement root)
    {
        try
        {
            read(root);
        }
        catch (ProviderException) { }
    }
}
