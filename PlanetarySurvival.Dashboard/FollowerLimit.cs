namespace PlanetarySurvival.Dashboard;

/// <summary>Bounds how many streams are open at once: a page holds two.</summary>
internal sealed class FollowerLimit
{
    private const int FollowersMax = 64;

    private int _followers;

    /// <summary>False if there are too many; otherwise <see cref="Leave"/> must follow.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _followers) <= FollowersMax)
            return true;

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _followers);
}
