namespace PlanetarySurvival.Gateway.Map;

/// <summary>Where the newest picture of the mesh hangs. Readers take it whole and never wait.</summary>
internal sealed class MeshBoard(int coordinators)
{
    private readonly Lock _lock = new();
    private readonly CoordinatorView?[] _views = new CoordinatorView?[coordinators];
    private volatile MeshSnapshot _current = MeshSnapshot.Nothing;

    /// <summary>The newest picture.</summary>
    public MeshSnapshot Current => _current;

    /// <summary>Raised after each change of a view, on the thread of the poll.</summary>
    public event Action<MeshSnapshot>? Changed;

    /// <summary>Takes what a coordinator said, or null if it does not answer.</summary>
    public void Post(int coordinator, CoordinatorView? view)
    {
        lock (_lock)
        {
            _views[coordinator] = view;
            _current = MeshSurvey.Combine(_current, _views);
            Changed?.Invoke(_current);
        }
    }
}
