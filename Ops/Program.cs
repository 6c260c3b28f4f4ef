using System.CommandLine;
using PlanetarySurvival.Ops.Mesh;
using Spectre.Console;

var errors = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

var ops = new RootCommand("Looks after a mesh of Planetary Survival.")
{
    MeshCommand.Create(AnsiConsole.Console, errors),
};

return await ops.Parse(args).InvokeAsync();
