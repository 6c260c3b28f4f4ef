using System.Diagnostics;
using System.Globalization;
using PlanetarySurvival.Pictures.Scenes;
using PlanetarySurvival.World;

const int bytesMax = 400_000;
const string usage = "Pictures [planet|landscape|cave|tunnel ...] [--out folder] [--seed number] [--radius metres] [--width pixels] [--cave number]";

var (folder, seed, radius, width, cave) = ("docs/images", 20261123UL, 8000, 1280, CavePicture.NumberChosen);
var names = new List<string>();
for (var i = 0; i < args.Length; i++)
{
    var value = i + 1 < args.Length ? args[i + 1] : "";
    switch (args[i])
    {
        case "--out" when value.Length > 0:
            folder = value;
            i++;
            break;
        case "--seed" when ulong.TryParse(value, CultureInfo.InvariantCulture, out seed):
            i++;
            break;
        case "--radius" when int.TryParse(value, CultureInfo.InvariantCulture, out radius)
            && radius is >= Planet.RadiusMetresMin and <= Planet.RadiusMetresMax:
            i++;
            break;
        case "--width" when int.TryParse(value, CultureInfo.InvariantCulture, out width) && width is >= 64 and <= 3840:
            i++;
            break;
        case "--cave" when int.TryParse(value, CultureInfo.InvariantCulture, out cave) && cave >= 0:
            i++;
            break;
        case "planet" or "landscape" or "cave" or "tunnel":
            names.Add(args[i]);
            break;
        default:
            Console.Error.WriteLine(usage);
            return 1;
    }
}

Directory.CreateDirectory(folder);
var planet = new Planet(seed, radius);
foreach (var name in names.Count > 0 ? names : ["planet", "landscape", "cave", "tunnel"])
{
    var clock = Stopwatch.StartNew();
    var frame = name switch
    {
        "planet" => PlanetPicture.Draw(planet, width, width * 9 / 16),
        "landscape" => LandscapePicture.Draw(planet, width, width * 9 / 16),
        "cave" => CavePicture.Draw(planet, width, width * 9 / 16, cave),
        _ => TunnelPicture.Draw(planet, width, width * 9 / 16),
    };
    var path = Path.Combine(folder, name + ".png");
    var bytes = frame.Save(path, name == "planet" ? 0.7f : 0.6f, bytesMax);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: {bytes / 1000} kB in {clock.Elapsed.TotalSeconds:0.0} s"));
}

return 0;
