using System.Globalization;
using Microsoft.Extensions.Hosting;

namespace PlanetarySurvival.AppHost.Launch;

/// <summary>Only one start at a time uses a data folder. The system lets go of the claim when the process ends, however it ends.</summary>
internal sealed class DataFolderClaim : IHostedService, IDisposable
{
    private const string LockFile = "apphost.lock";
    private const string ProcessFile = "apphost.pid";

    private readonly string _folder;
    private readonly FileStream _lock;

    private DataFolderClaim(string folder, FileStream @lock)
    {
        _folder = folder;
        _lock = @lock;
    }

    /// <exception cref="DistributedApplicationException">Another process has it, or it cannot be written.</exception>
    public static DataFolderClaim Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DistributedApplicationException($"The data folder '{folder}' cannot be made: {problem.Message} Name another with --data FOLDER.");
        }

        try
        {
            var @lock = new FileStream(Path.Combine(folder, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(Path.Combine(folder, ProcessFile), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new DataFolderClaim(folder, @lock);
        }
        catch (UnauthorizedAccessException problem)
        {
            throw new DistributedApplicationException($"The data folder '{folder}' cannot be written: {problem.Message} Name another with --data FOLDER.");
        }
        catch (IOException)
        {
            throw new DistributedApplicationException(
                $"Planetary Survival is running already with the data folder '{folder}'{Holder(folder)}. "
                + "Stop it first (Ctrl+C in its terminal), or start a second world beside it with --data FOLDER --ports free.");
        }
    }

    /// <summary>Forgets the world: the next database is empty.</summary>
    public void DiscardWorld()
    {
        if (Directory.Exists(Path.Combine(_folder, "world")))
            Directory.Delete(Path.Combine(_folder, "world"), recursive: true);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Not here: others still stop what uses the folder.
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _lock.Dispose();

    private static string Holder(string folder)
    {
        try
        {
            return $" (process {File.ReadAllText(Path.Combine(folder, ProcessFile)).Trim()})";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
