using System.CommandLine;
using PlanetarySurvival.Bots.Crowds;

var gateway = new Option<Uri>("--gateway")
{
    Description = "Address of the gateway.",
    DefaultValueFactory = _ => new Uri("http://127.0.0.1:8080"),
};
var count = new Option<int>("--count") { Description = "Bots, 1 to 5000.", DefaultValueFactory = _ => 24 };
var duration = new Option<double>("--duration")
{
    Description = "Seconds to play once everyone is in; 0 plays until Ctrl+C.",
    DefaultValueFactory = _ => 0,
};
var report = new Option<FileInfo?>("--report") { Description = "Write what was seen to this file as JSON at the end." };
var prefix = new Option<string>("--prefix") { Description = "Accounts are named <prefix>-1, <prefix>-2 …", DefaultValueFactory = _ => "bot" };
var seed = new Option<int>("--seed") { Description = "The same seed walks the same ways.", DefaultValueFactory = _ => 1 };

count.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 1 or > CrowdOptions.CountMax)
        result.AddError($"--count must be 1 to {CrowdOptions.CountMax}.");
});
duration.Validators.Add(result =>
{
    if (result.GetValueOrDefault<double>() is not (>= 0 and <= 31_536_000))
        result.AddError("--duration must be 0 or more seconds, at most a year.");
});
prefix.Validators.Add(result =>
{
    if (result.GetValueOrDefault<string>() is not { Length: > 0 and <= CrowdOptions.PrefixLengthMax })
        result.AddError($"--prefix must have 1 to {CrowdOptions.PrefixLengthMax} characters.");
});

var command = new RootCommand("A crowd of players that walk across region borders, all in one process.")
{
    gateway, count, duration, report, prefix, seed,
};
command.SetAction((arguments, _) => Crowd.RunAsync(new CrowdOptions
{
    Gateway = arguments.GetValue(gateway)!,
    Count = arguments.GetValue(count),
    Duration = TimeSpan.FromSeconds(arguments.GetValue(duration)),
    Report = arguments.GetValue(report),
    Prefix = arguments.GetValue(prefix)!,
    Seed = arguments.GetValue(seed),
}));

// The crowd handles Ctrl+C and SIGTERM itself: it says goodbye first.
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
