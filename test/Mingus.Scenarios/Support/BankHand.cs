using Mingus.Sandbox;
using Mingus.Sandbox.Bank;

namespace Mingus.Scenarios.Support;

/// <summary>Moves single rows of one item at the bank, so that a scenario says exactly what happens.</summary>
internal sealed class BankHand(SandboxServer sandbox, string itemId)
{
    private Item Item => sandbox.Bank.FindById(itemId)!;

    /// <summary>The row as the bank has it.</summary>
    public Row Row(string transactionId)
    {
        lock (sandbox.Bank.Gate)
        {
            return Item.Ledger.Visible.Single(r => r.Id == transactionId);
        }
    }

    public string IdOf(string name) => sandbox.Bank.Truth(itemId).Records.Single(r => r.Name == name).TransactionId;

    /// <summary>Adds a posted row and gives its id.</summary>
    public string Add(string name, decimal amount, DateOnly? date = null, int account = 0) =>
        Put(NewRow(name, amount, date, account), stage: "posted");

    /// <summary>Adds a pending row and gives its id.</summary>
    public string Pend(string name, decimal amount, DateOnly? date = null, int account = 0) =>
        Put(NewRow(name, amount, date, account) with { Pending = true }, stage: "pending");

    /// <summary>Posts a pending row: removed, and added under a new id.</summary>
    public string Post(string pendingId, decimal? amount = null, bool linked = true, string? name = null, int days = 0)
    {
        lock (sandbox.Bank.Gate)
        {
            var pending = Row(pendingId);
            Item.Ledger.Remove(pending);
            var posted = pending with
            {
                Pending = false,
                PendingId = linked ? pendingId : null,
                Amount = amount ?? pending.Amount,
                Name = name ?? pending.Name,
                Payee = name is null ? pending.Payee : PayeeNamed(name),
                Date = pending.Date.AddDays(days),
            };
            return Put(posted, stage: "posted");
        }
    }

    /// <summary>Takes a row away and gives it, to be put back.</summary>
    public Row Remove(string transactionId)
    {
        lock (sandbox.Bank.Gate)
        {
            var row = Row(transactionId);
            Item.Ledger.Remove(row);
            return row;
        }
    }

    /// <summary>Reports a row again, or otherwise than before.</summary>
    public void Put(Row row)
    {
        lock (sandbox.Bank.Gate)
        {
            Item.Ledger.Put(row);
        }
    }

    /// <summary>Takes rows away without a word in the stream, as a bank does that rewrites its past.</summary>
    public void Forget(IEnumerable<string> transactionIds)
    {
        lock (sandbox.Bank.Gate)
        {
            foreach (var id in transactionIds)
            {
                Item.Ledger.Remove(Row(id));
            }
        }
    }

    private Row NewRow(string name, decimal amount, DateOnly? date, int account)
    {
        lock (sandbox.Bank.Gate)
        {
            var real = $"hand-{Item.MutationCount++}";
            var day = date ?? sandbox.Clock.Today;
            return new Row
            {
                Id = real,
                Account = account,
                Amount = amount,
                Currency = Item.Accounts[account].Currency,
                Date = day,
                AuthorizedDate = day,
                Name = name,
                Payee = PayeeNamed(name),
                Real = real,
            };
        }
    }

    private string Put(Row row, string stage)
    {
        lock (sandbox.Bank.Gate)
        {
            var named = row with { Id = Item.Ledger.NewId(row.Real, stage) };
            Item.Ledger.Put(named);
            return named.Id;
        }
    }

    private static Payee PayeeNamed(string name) =>
        new()
        {
            Name = name,
            BankText = name,
            Primary = "GENERAL_MERCHANDISE",
            Detailed = "GENERAL_MERCHANDISE_OTHER_GENERAL_MERCHANDISE",
            Channel = "other",
        };
}
