using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using PlanetarySurvival.Bots.Crowds;

var gateway = new Option<Uri>("--gateway")
{
    Description = "Address of the gateway.",
    DefaultValueFactory = _ => new Uri("http://127.0.0.1:8080"),
    CustomParser = result =>
    {
        if (Uri.TryCreate(result.Tokens.Single().Value, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https"))
            return address;

        result.AddError("--gateway must be an address such as http://127.0.0.1:8080.");
        return null!;
    },
};
var count = new Option<int>("--count")
{
    Description = $"Bots, 1 to {CrowdOptions.CountMax}.",
    DefaultValueFactory = _ => 24,
    CustomParser = result => Between(result, 1, CrowdOptions.CountMax),
};
var duration = new Option<double>("--duration")
{
    Description = "Seconds to play once everyone is in; 0 plays until Ctrl+C.",
    DefaultValueFactory = _ => 0,
    CustomParser = result => Between(result, 0.0, 31_536_000.0),
};
var report = new Option<FileInfo?>("--report") { Description = "Write what was seen to this file as JSON at the end." };
var prefix = new Option<string>("--prefix") { Description = "Accounts are named <prefix>-1, <prefix>-2 …", DefaultValueFactory = _ => "bot" };
var seed = new Option<int>("--seed")
{
    Description = "The same seed walks the same ways.",
    DefaultValueFactory = _ => 1,
    CustomParser = result => Between(result, 0, int.MaxValue),
};

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

static T Between<T>(ArgumentResult result, T min, T max)
    where T : struct, IParsable<T>, IComparable<T>
{
    var text = result.Tokens[0].Value;
    if (T.TryParse(text, CultureInfo.InvariantCulture, out var value) && value.CompareTo(min) >= 0 && value.CompareTo(max) <= 0)
        return value;

    result.AddError($"'{text}' is not a number from {min} to {max}.");
    return default;
}
