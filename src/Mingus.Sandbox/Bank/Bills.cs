namespace Mingus.Sandbox.Bank;

/// <summary>What comes every month: wages, rent, utilities, subscriptions, cash, interest and transfers.</summary>
internal sealed class Bills
{
    private readonly HouseholdKey _key;
    private readonly IReadOnlyList<AccountPlan> _accounts;
    private readonly Region _region;
    private readonly decimal _wage;
    private readonly int _everyday;
    private readonly int _spending;

    public Bills(HouseholdKey key, Institution institution)
    {
        _key = key;
        _accounts = institution.Accounts;
        _region = institution.Region;
        _wage = key.Rng("wage", "").Between(42, 56) * 100 * _region.PriceFactor;
        _everyday = IndexOf(Role.Everyday);
        var card = IndexOf(Role.Card);
        _spending = card >= 0 ? card : _everyday;
    }

    public IEnumerable<Planned> Income(DateOnly first)
    {
        // A rise of two percent each January.
        var wage = _wage * (1 + ((first.Year - 2020) * 0.02m));
        var payee = Named(_region.Employer, "PAYROLL DIR DEP", "INCOME", "INCOME_WAGES") with
        {
            Code = _region.GivesCodes ? "transfer" : null,
            CounterpartyType = "income_source",
            PaymentMethod = "ACH",
            Reference = $"{first.Year}{first.Month:00}",
        };
        if (_region.PaidTwiceAMonth)
        {
            yield return Fixed(_everyday, "wage1", Weekday(first.AddDays(14)), payee, -wage / 2);
            yield return Fixed(_everyday, "wage2", Weekday(LastOf(first)), payee, -wage / 2);
        }
        else
        {
            yield return Fixed(_everyday, "wage", Weekday(first.AddDays(24)), payee, -wage);
        }
        var travel = IndexOf(Role.Travel);
        if (travel >= 0 && first.Month % 3 == 0)
        {
            var topUp = Named("Top-up", "CURRENCY EXCHANGE", "TRANSFER_IN", "TRANSFER_IN_ACCOUNT_TRANSFER", "transfer");
            yield return Fixed(travel, "top-up", first.AddDays(4), topUp, -200);
        }
        var savings = IndexOf(Role.Savings);
        if (savings >= 0)
        {
            var interest = Named("Interest paid", "CREDIT INTEREST", "INCOME", "INCOME_INTEREST_EARNED", "interest");
            yield return Fixed(savings, "interest", LastOf(first), interest, -_accounts[savings].Opening * 0.0021m);
        }
        var loan = IndexOf(Role.StudentLoan);
        if (loan >= 0)
        {
            var charge = Named(
                "Interest charge",
                "LOAN INTEREST",
                "BANK_FEES",
                "BANK_FEES_INTEREST_CHARGE",
                "interest"
            );
            yield return Fixed(loan, "charge", first, charge, _accounts[loan].Opening * 0.0035m);
        }
    }

    public IEnumerable<Planned> Outgoing(DateOnly first)
    {
        const string utilities = "RENT_AND_UTILITIES";
        var rng = _key.Rng("bills", first.ToString("yyyyMM"));
        var rent = Named(_region.Landlord, "RENT STANDING ORDER", utilities, utilities + "_RENT", "standing order");
        yield return Fixed(_everyday, "rent", first, rent, _wage * 0.28m);
        var energy = Named(_region.Energy, "BILLPAY", utilities, utilities + "_GAS_AND_ELECTRICITY", "direct debit");
        yield return Fixed(_everyday, "energy", first.AddDays(7), energy, Units(rng.Between(5200, 14900)));
        var phone = Named(_region.Phone, "AUTOPAY", utilities, utilities + "_TELEPHONE", "direct debit");
        yield return Fixed(_everyday, "phone", first.AddDays(11), phone, Units(4500));
        var insurance = Named(
            _region.Insurance,
            "PREMIUM",
            "GENERAL_SERVICES",
            "GENERAL_SERVICES_INSURANCE",
            "direct debit"
        );
        yield return Fixed(_everyday, "insurance", first.AddDays(17), insurance, Units(8640));
        var cash = Named("ATM withdrawal", "ATM CASH", "TRANSFER_OUT", "TRANSFER_OUT_WITHDRAWAL", "atm");
        foreach (var day in new[] { 2, 16 })
        {
            yield return Fixed(_everyday, $"cash{day}", first.AddDays(day), cash, Units(rng.Between(2, 6) * 2000));
        }
        foreach (var subscription in Subscriptions(first))
        {
            yield return subscription;
        }
        var loan = IndexOf(Role.StudentLoan);
        if (loan >= 0)
        {
            var pay = Named("Student loan payment", "LOAN PMT", "LOAN_PAYMENTS", "LOAN_PAYMENTS_STUDENT_LOAN_PAYMENT");
            yield return Fixed(_everyday, "loan-out", first.AddDays(9), pay, 212.50m);
            yield return Fixed(loan, "loan-in", first.AddDays(9), pay, -212.50m);
        }
    }

    public IEnumerable<Planned> CardPayment(DateOnly first, decimal due, int everyday, int card)
    {
        var payee = Named(
            "Card payment",
            "CARD AUTOPAY",
            "LOAN_PAYMENTS",
            "LOAN_PAYMENTS_CREDIT_CARD_PAYMENT",
            "payment"
        );
        yield return Fixed(everyday, "card-out", first.AddDays(19), payee, due);
        yield return Fixed(card, "card-in", first.AddDays(19), payee, -due);
    }

    /// <summary>Moves nine tenths of what is left, in round sums.</summary>
    public IEnumerable<Planned> Saving(DateOnly first, decimal left, int everyday, int savings)
    {
        var round = 10 * _region.PriceFactor;
        var amount = Math.Floor(left * 0.9m / round) * round;
        if (amount <= 0)
        {
            yield break;
        }
        var away = Named("Transfer to savings", "ONLINE TRANSFER", "TRANSFER_OUT", "TRANSFER_OUT_SAVINGS", "transfer");
        var into = Named("Transfer from checking", "ONLINE TRANSFER", "TRANSFER_IN", "TRANSFER_IN_SAVINGS", "transfer");
        yield return Fixed(everyday, "save-out", first.AddDays(27), away, amount);
        yield return Fixed(savings, "save-in", first.AddDays(27), into, -amount);
    }

    private IEnumerable<Planned> Subscriptions(DateOnly first)
    {
        (string Name, string Primary, string Detailed, int Cents)[] all =
        [
            ("Streamly", "ENTERTAINMENT", "ENTERTAINMENT_TV_AND_MOVIES", 1199),
            ("Tempo Music", "ENTERTAINMENT", "ENTERTAINMENT_MUSIC_AND_AUDIO", 1099),
            ("Cloudpine Storage", "GENERAL_SERVICES", "GENERAL_SERVICES_OTHER_GENERAL_SERVICES", 299),
            ("Fitbarn Gym", "PERSONAL_CARE", "PERSONAL_CARE_GYMS_AND_FITNESS_CENTERS", 2900),
        ];
        foreach (var (name, primary, detailed, cents) in all)
        {
            var day = first.AddDays(_key.Rng("subscription", name).Below(27));
            var payee = Named(name, "RECURRING", primary, detailed, "direct debit") with { Channel = "online" };
            yield return Fixed(_spending, name.Replace(' ', '-'), day, payee, Units(cents)) with
            {
                PendingAmount = Currencies.Round(Units(cents), _accounts[_spending].Currency),
                PostOn = day.AddDays(2),
            };
        }
    }

    private Planned Fixed(int account, string name, DateOnly day, Payee payee, decimal amount)
    {
        var minute = _key.Rng("minute", name).Between(60, 360);
        return new Planned
        {
            Real = $"a{account}-{day:yyyyMMdd}-{name}",
            Account = account,
            Payee = payee,
            Day = day,
            Minute = minute,
            PostedAmount = Currencies.Round(amount, _accounts[account].Currency),
            PostOn = day,
            PostMinute = minute,
        };
    }

    private Payee Named(string name, string kind, string primary, string detailed, string? code = null)
    {
        var known = primary is not ("TRANSFER_IN" or "TRANSFER_OUT" or "LOAN_PAYMENTS" or "BANK_FEES");
        return new Payee
        {
            Name = name,
            BankText = $"{kind} {name.ToUpperInvariant()}",
            Merchant = known && detailed != "INCOME_INTEREST_EARNED" ? ShopTable.MerchantNamed(name) : null,
            Primary = primary,
            Detailed = detailed,
            Channel = "other",
            Code = _region.GivesCodes ? code : null,
            CounterpartyType = known ? "merchant" : null,
        };
    }

    private decimal Units(int cents) => cents / 100m * _region.PriceFactor;

    private int IndexOf(Role role)
    {
        for (var i = 0; i < _accounts.Count; i++)
        {
            if (_accounts[i].Role == role)
            {
                return i;
            }
        }
        return -1;
    }

    private static DateOnly LastOf(DateOnly first) => first.AddMonths(1).AddDays(-1);

    private static DateOnly Weekday(DateOnly day) =>
        day.DayOfWeek switch
        {
            DayOfWeek.Saturday => day.AddDays(-1),
            DayOfWeek.Sunday => day.AddDays(-2),
            _ => day,
        };
}
