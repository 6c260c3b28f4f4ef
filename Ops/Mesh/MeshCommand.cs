using System.CommandLine;
using System.CommandLine.Parsing;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PlanetarySurvival.Ops.Mesh;

/// <summary><c>ops mesh</c>: who leads, which servers there are, who owns which region.</summary>
internal static class MeshCommand
{
    /// <summary>The environment variable that holds a token, so that it need not stand in a shell's history.</summary>
    public const string TokenVariable = "PLANETARY_TOKEN";

    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);

    /// <param name="output">For the tables.</param>
    /// <param name="errors">For what went wrong.</param>
    public static Command Create(IAnsiConsole output, IAnsiConsole errors)
    {
        var gateway = new Option<Uri>("--gateway")
        {
            Description = "The gateway's address.",
            DefaultValueFactory = _ => new Uri("http://localhost:8080"),
            CustomParser = ParseAddress,
        };

        // Not a default of the option: the help would print it.
        var token = new Option<string?>("--token") { Description = $"A bearer token, where the gateway asks for one. Also read from {TokenVariable}." };
        var watch = new Option<bool>("--watch") { Description = "Show it anew each second until Ctrl+C." };
        var command = new Command("mesh", "Shows the mesh: its leader, servers, regions and totals.") { gateway, token, watch };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var page = new MeshPage(
                parsed.GetRequiredValue(gateway), parsed.GetValue(token) ?? Environment.GetEnvironmentVariable(TokenVariable));
            return parsed.GetValue(watch)
                ? await WatchAsync(page, output, cancellation)
                : await ShowAsync(page, output, errors, cancellation);
        });
        return command;
    }

    private static async Task<int> ShowAsync(MeshPage page, IAnsiConsole output, IAnsiConsole errors, CancellationToken cancellation)
    {
        var (report, code, problem) = await page.ReadAsync(cancellation);
        if (report is not null)
            output.Write(MeshTables.Of(report));
        else
            errors.Write(Problem(problem));
        return code;
    }

    /// <summary>Goes on while the gateway is away: that is when one watches.</summary>
    private static async Task<int> WatchAsync(MeshPage page, IAnsiConsole output, CancellationToken cancellation)
    {
        try
        {
            using var timer = new PeriodicTimer(WatchInterval);
            await output.Live(new Text("")).StartAsync(async live =>
            {
                do
                {
                    var (report, _, problem) = await page.ReadAsync(cancellation);
                    IRenderable shown = report is not null ? MeshTables.Of(report) : Problem(problem);
                    live.UpdateTarget(shown);
                }
                while (await timer.WaitForNextTickAsync(cancellation));
            });
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ctrl+C is how watching ends.
        }

        return ExitCode.Success;
    }

    private static Rows Problem(string problem) => new(new Text(problem, new Style(Color.Red)));

    private static Uri? ParseAddress(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens.Single().Value, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https"))
            return address;

        result.AddError("--gateway must be an address such as http://localhost:8080.");
        return null;
    }
}
