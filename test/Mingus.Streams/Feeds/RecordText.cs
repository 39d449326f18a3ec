using Mingus.Streams.World;

namespace Mingus.Streams.Feeds;

/// <summary>How one connection words its records: which merchants it knows, and by what name.</summary>
internal sealed class RecordText
{
    private static readonly string[] Confidences = ["LOW", "HIGH", "VERY_HIGH"];
    private const double SecondAggregatorMerchantRate = 0.5;
    private readonly Rates rates;
    private readonly ConnectionPlan plan;
    private readonly Dice dice;
    private readonly bool givesOriginal;
    private readonly Dictionary<Merchant, View> views = [];

    /// <summary>How the connection sees a merchant, always.</summary>
    private sealed record View(string Name, bool ShowsClean, bool IsKnown);

    public RecordText(Rates rates, ConnectionPlan plan, Dice dice)
    {
        this.rates = rates;
        this.plan = plan;
        this.dice = dice;
        givesOriginal = !plan.IsSecondAggregator && dice.Chance(rates.OriginalTextRate);
    }

    /// <summary>A record of a posted transaction, worded; ids and dates are the caller's.</summary>
    public Record Posted(Record bare, Transaction one, string mask)
    {
        var view = ViewOf(one.Merchant);
        var text = BankText.Of(one, mask, rates.TextWorld);
        var name =
            plan.IsSecondAggregator ? SecondAggregatorName(one)
            : view.ShowsClean ? view.Name
            : text;
        return Details(bare, one, view) with { Name = name, OriginalDescription = givesOriginal ? text : null };
    }

    /// <summary>A record of a pending transaction, worded.</summary>
    public Record Pending(Record bare, Transaction one, string mask)
    {
        var name = plan.IsSecondAggregator ? SecondAggregatorName(one) : PendingName(one, mask);
        return Details(bare, one, ViewOf(one.Merchant)) with { Name = name };
    }

    /// <summary>The record after the provider thought again: by the merchant's usual name.</summary>
    public static Record Enriched(Record record, Transaction one) =>
        record with
        {
            Name = one.Merchant.Names[0],
            MerchantName = one.Merchant.Kind.IsCard ? one.Merchant.Names[0] : record.MerchantName,
        };

    private View ViewOf(Merchant merchant)
    {
        if (views.TryGetValue(merchant, out var known))
            return known;
        var own = dice.For(merchant.Text);
        var name = own.Chance(rates.UsualNameRate) ? merchant.Names[0] : own.Of(merchant.Names);
        var clean = own.Chance(plan.Generation == 1 ? rates.CleanNameRate : rates.RelinkedCleanNameRate);
        var knows = plan.IsSecondAggregator
            ? own.Chance(SecondAggregatorMerchantRate)
            : merchant.Kind.IsCard && !own.Chance(rates.UnknownMerchantRate);
        return views[merchant] = new View(name, clean, knows);
    }

    private Record Details(Record bare, Transaction one, View view)
    {
        var kind = one.Merchant.Kind;
        var place = kind.ShowsPlace;
        if (plan.IsSecondAggregator)
        {
            return bare with
            {
                MerchantName = view.IsKnown ? view.Name.ToUpperInvariant() : null,
                Channel = kind.Channel,
                City = place ? one.City : null,
                Region = place ? one.Region : null,
            };
        }
        var known = view.IsKnown && !dice.Chance(rates.MerchantLostRate);
        return bare with
        {
            MerchantName = known ? view.Name : null,
            EntityId = known && dice.Chance(rates.EntityRate) ? one.Merchant.EntityId : null,
            HasCounterparty = known,
            Channel = kind.Channel,
            Category = kind.Category,
            Confidence = dice.Of(Confidences),
            City = place ? one.City : null,
            Region = place ? one.Region : null,
            StoreNumber = kind.IsCard && dice.Chance(rates.StoreNumberRate) ? one.StoreNumber : null,
        };
    }

    private string SecondAggregatorName(Transaction one) =>
        dice.Chance(rates.SecondAggregatorCleanRate) ? ViewOf(one.Merchant).Name : BankText.Titled(one);

    private string PendingName(Transaction one, string mask)
    {
        var bare = dice.Chance(0.5) ? one.Merchant.Text : one.Merchant.BareText;
        return dice.Of(rates.PendingText) switch
        {
            0 => bare,
            1 => (rates.TextWorld == 0 ? "PENDING - " : "VORMERKUNG ") + bare,
            _ => BankText.Of(one, mask, rates.TextWorld),
        };
    }
}
