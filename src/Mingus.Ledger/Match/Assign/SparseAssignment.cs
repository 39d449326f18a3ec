// Assign: which of many candidates belong together?
//   SparseAssignment   the heaviest one-to-one choice of edges between two sides, nobody obliged to be chosen

namespace Mingus.Ledger.Match.Assign;

/// <summary>
/// The one-to-one choice of edges of greatest total weight between a left and a right side. Only edges of positive
/// weight are worth giving; a node without a good edge stays alone. Shortest augmenting paths with potentials over the
/// edges that exist (Jonker and Volgenant 1987; Tomizawa 1971), so cost follows the edges and not the product of the
/// sides. Equal totals resolve by the order in which edges were given.
/// </summary>
internal sealed class SparseAssignment
{
    private const int None = -1;

    private readonly List<(int Left, int Right, double Weight)> _edges = [];
    private int[] _firstEdge = [];
    private int[] _edgeOrder = [];
    private double[] _leftPotential = [];
    private double[] _rightPotential = [];
    private int[] _rightOf = [];
    private int[] _leftOf = [];

    /// <summary>Adds an edge; edges whose weight is not positive are ignored.</summary>
    public void Add(int left, int right, double weight)
    {
        if (weight > 0)
        {
            _edges.Add((left, right, weight));
        }
    }

    /// <summary>For each left node its right node, or -1.</summary>
    public int[] Solve(int leftCount, int rightCount)
    {
        Prepare(leftCount, rightCount);
        var search = new Search(this, leftCount, rightCount);
        for (var left = 0; left < leftCount; left++)
        {
            if (_firstEdge[left] < _firstEdge[left + 1])
            {
                search.Insert(left);
            }
        }

        return _rightOf;
    }

    private void Prepare(int leftCount, int rightCount)
    {
        _rightOf = new int[leftCount];
        _leftOf = new int[rightCount];
        _rightOf.AsSpan().Fill(None);
        _leftOf.AsSpan().Fill(None);
        _leftPotential = new double[leftCount];
        _rightPotential = new double[rightCount];
        _firstEdge = new int[leftCount + 1];
        foreach (var (left, _, weight) in _edges)
        {
            _firstEdge[left + 1]++;
            _leftPotential[left] = Math.Min(_leftPotential[left], -weight);
        }

        for (var left = 0; left < leftCount; left++)
        {
            _firstEdge[left + 1] += _firstEdge[left];
        }

        var next = _firstEdge.AsSpan(0, leftCount).ToArray();
        _edgeOrder = new int[_edges.Count];
        for (var edge = 0; edge < _edges.Count; edge++)
        {
            _edgeOrder[next[_edges[edge].Left]++] = edge;
        }
    }

    // One Dijkstra search a left node, over reduced costs. Every left node also has a place of its own at weight zero:
    // staying alone.
    private sealed class Search(SparseAssignment owner, int leftCount, int rightCount)
    {
        private readonly double[] _leftDistance = new double[leftCount];
        private readonly double[] _rightDistance = Filled(rightCount);
        private readonly int[] _cameFrom = new int[rightCount];
        private readonly List<int> _reachedLefts = [];
        private readonly List<int> _reachedRights = [];
        private readonly PriorityQueue<int, (double Distance, int Right)> _frontier = new();
        private double _best;
        private int _bestRight;
        private int _bestAlone;

        public void Insert(int start)
        {
            _best = double.PositiveInfinity;
            _bestRight = _bestAlone = None;
            Reach(start, distance: 0);
            while (_frontier.TryDequeue(out var right, out var key) && key.Distance < _best)
            {
                if (key.Distance > _rightDistance[right])
                {
                    continue;
                }

                if (owner._leftOf[right] == None)
                {
                    (_best, _bestRight, _bestAlone) = (key.Distance, right, None);
                    break;
                }

                Reach(owner._leftOf[right], key.Distance);
            }

            UpdatePotentials();
            Augment(start);
            Clear();
        }

        private static double[] Filled(int count)
        {
            var distances = new double[count];
            distances.AsSpan().Fill(double.PositiveInfinity);
            return distances;
        }

        private void Reach(int left, double distance)
        {
            _leftDistance[left] = distance;
            _reachedLefts.Add(left);
            var potential = owner._leftPotential[left];
            if (distance - potential < _best)
            {
                (_best, _bestRight, _bestAlone) = (distance - potential, None, left);
            }

            for (var i = owner._firstEdge[left]; i < owner._firstEdge[left + 1]; i++)
            {
                var (_, right, weight) = owner._edges[owner._edgeOrder[i]];
                var reached = distance + Math.Max(0, -weight - potential - owner._rightPotential[right]);
                if (reached < _rightDistance[right] && reached < _best)
                {
                    if (double.IsPositiveInfinity(_rightDistance[right]))
                    {
                        _reachedRights.Add(right);
                    }

                    _rightDistance[right] = reached;
                    _cameFrom[right] = left;
                    _frontier.Enqueue(right, (reached, right));
                }
            }
        }

        private void UpdatePotentials()
        {
            foreach (var left in _reachedLefts)
            {
                owner._leftPotential[left] += Math.Max(0, _best - _leftDistance[left]);
            }

            foreach (var right in _reachedRights)
            {
                owner._rightPotential[right] -= Math.Max(0, _best - _rightDistance[right]);
            }
        }

        private void Augment(int start)
        {
            var (left, right) = _bestAlone == None ? (_cameFrom[_bestRight], _bestRight) : (_bestAlone, None);
            while (true)
            {
                var before = owner._rightOf[left];
                owner._rightOf[left] = right;
                if (right != None)
                {
                    owner._leftOf[right] = left;
                }

                if (left == start)
                {
                    return;
                }

                (left, right) = (_cameFrom[before], before);
            }
        }

        private void Clear()
        {
            foreach (var right in _reachedRights)
            {
                _rightDistance[right] = double.PositiveInfinity;
            }

            _reachedLefts.Clear();
            _reachedRights.Clear();
            _frontier.Clear();
        }
    }
}
