using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace PlanetarySurvival.AppHost.Engines;

/// <summary>A command that ends by itself.</summary>
internal static partial class ShortCommand
{
    private const int LastLinesMax = 12;

    /// <exception cref="DistributedApplicationException">It fails; its last lines are in the message.</exception>
    public static async Task RunAsync(string command, string[] arguments, string folder, string? input, ILogger log, CancellationToken cancellationToken)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(command, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };

        var lines = new Queue<string>();

        void Keep(object sender, DataReceivedEventArgs line)
        {
            if (string.IsNullOrWhiteSpace(line.Data))
                return;

            Log.Said(log, line.Data);

            lock (lines)
            {
                lines.Enqueue(line.Data);
                if (lines.Count > LastLinesMax)
                    lines.Dequeue();
            }
        }

        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        if (process.ExitCode != 0)
            throw new DistributedApplicationException(
                $"'{Path.GetFileName(command)} {string.Join(' ', arguments)}' failed with exit code {process.ExitCode}:" +
                $"{Environment.NewLine}{string.Join(Environment.NewLine, lines)}");
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Line}")]
        public static partial void Said(ILogger logger, string line);
    }
}
