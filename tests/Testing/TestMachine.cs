namespace PlanetarySurvival.Testing;

/// <summary>
/// Test assemblies run side by side. Those that start the whole system want the machine for themselves, or they would measure the others: all
/// hold a lock on one file, most of them shared, those alone. Let go at the end of the process, whatever its end.
/// </summary>
public abstract class TestMachine : IDisposable
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(60);
    private readonly FileStream _lock;

    private protected TestMachine(FileAccess access, FileShare share)
    {
        var path = Path.Combine(Path.GetTempPath(), "planetary-survival-tests.lock");
        var until = DateTime.UtcNow + WaitMax;
        while (true)
        {
            try
            {
                _lock = new FileStream(path, FileMode.OpenOrCreate, access, share);
                return;
            }
            catch (IOException) when (DateTime.UtcNow < until)
            {
                // Somebody holds it in a way that excludes ours: look again soon.
                Thread.Sleep(200);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lock.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>For an assembly that does not mind others beside it.</summary>
public sealed class SharedMachine() : TestMachine(FileAccess.Read, FileShare.Read);

/// <summary>For an assembly that wants to be alone.</summary>
public sealed class WholeMachine() : TestMachine(FileAccess.ReadWrite, FileShare.None);
