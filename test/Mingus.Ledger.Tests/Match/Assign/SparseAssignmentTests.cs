using FsCheck.Xunit;
using Mingus.Ledger.Match.Assign;

namespace Mingus.Ledger.Tests.Match.Assign;

public sealed class SparseAssignmentTests
{
    private const int Side = 5;

    [Property(MaxTest = 500)]
    public bool No_other_choice_is_heavier(byte[] weights)
    {
        var edges = weights
            .Take(Side * Side)
            .Select((weight, i) => (Left: i / Side, Right: i % Side, Weight: weight % 7 - 1.0))
            .ToList();
        var assignment = new SparseAssignment();
        foreach (var (left, right, weight) in edges)
        {
            assignment.Add(left, right, weight);
        }

        var chosen = assignment.Solve(Side, Side);
        var taken = chosen.Where(right => right >= 0).ToList();
        var total = edges.Where(edge => chosen[edge.Left] == edge.Right).Sum(edge => edge.Weight);
        return taken.Distinct().Count() == taken.Count && Math.Abs(total - Heaviest(edges, 0, 0)) < 1e-9;
    }

    [Fact]
    public void A_node_without_an_edge_stays_alone()
    {
        var assignment = new SparseAssignment();
        assignment.Add(1, 0, 2);
        assignment.Add(2, 0, 3);
        assignment.Add(0, 1, -1);

        Assert.Equal([-1, -1, 0], assignment.Solve(3, 2));
    }

    private static double Heaviest(List<(int Left, int Right, double Weight)> edges, int left, int used) =>
        left == Side
            ? 0
            : edges
                .Where(edge => edge.Left == left && edge.Weight > 0 && (used >> edge.Right & 1) == 0)
                .Select(edge => edge.Weight + Heaviest(edges, left + 1, used | 1 << edge.Right))
                .Append(Heaviest(edges, left + 1, used))
                .Max();
}
