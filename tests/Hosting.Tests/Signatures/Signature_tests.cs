using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Aspire.Hosting;

namespace PlanetarySurvival.Hosting.Tests.Signatures;

/// <summary>
/// The stand-in has no public member that the real packages lack: what compiles against it compiles against them. The list holds all members
/// of the real types (release 13.5, read from their published API files) that the stand-in has at all; nullability of references is left out.
/// </summary>
public sealed partial class Signature_tests
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private static readonly string[] ObjectMembers = ["Equals", "GetHashCode", "ToString", "Deconstruct", "PrintMembers", "op_Equality", "op_Inequality"];

    [Fact]
    public void Every_public_member_is_one_of_the_real_packages()
    {
        var real = Real();
        var ours = typeof(DistributedApplication).Assembly.GetExportedTypes()
            .Where(type => type.Namespace!.StartsWith("Aspire", StringComparison.Ordinal))
            .SelectMany(Describe)
            .ToList();

        Assert.NotEmpty(ours);
        Assert.Equal([], ours.Where(line => !real.Contains(line)));
    }

    [Fact]
    public void Whatever_else_is_public_is_in_our_own_namespace()
    {
        var strangers = typeof(DistributedApplication).Assembly.GetExportedTypes()
            .Where(type => !type.Namespace!.StartsWith("Aspire", StringComparison.Ordinal) &&
                !type.Namespace.StartsWith("PlanetarySurvival.Hosting", StringComparison.Ordinal));

        Assert.Equal([], strangers);
    }

    private static HashSet<string> Real()
    {
        using var reader = new StreamReader(typeof(Signature_tests).Assembly.GetManifestResourceStream("aspire-signatures.txt")!);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static IEnumerable<string> Describe(Type type)
    {
        var name = Arity().Replace(type.FullName!.Replace('+', '.'), "");

        if (!type.IsNested)
            yield return $"type {name}";

        if (type.IsEnum)
        {
            foreach (var value in Enum.GetValues(type))
                yield return $"{name}.{value} = {Convert.ToInt64(value)}";

            yield break;
        }

        foreach (var constructor in type.GetConstructors(Declared).Where(c => !c.IsStatic && IsVisible(c) && !IsGenerated(c)))
            yield return $"{name}.ctor({Parameters(constructor)})";

        foreach (var field in type.GetFields(Declared).Where(f => f.IsPublic || f.IsFamily))
            yield return $"{name}.{field.Name} : {Name(field.FieldType)}";

        foreach (var method in type.GetMethods(Declared).Where(
            m => IsVisible(m) && !ObjectMembers.Contains(m.Name) && !m.Name.Contains('<') && m.Name != "get_EqualityContract"))
        {
            var isAccessor = method.IsSpecialName &&
                (method.Name.StartsWith("get_", StringComparison.Ordinal) || method.Name.StartsWith("set_", StringComparison.Ordinal));

            if (isAccessor)
                yield return $"{name}.{method.Name} : {Name(method.Name[0] == 'g' ? method.ReturnType : method.GetParameters()[0].ParameterType)}";
            else
                yield return $"{name}.{method.Name}({Parameters(method)}) : {Name(method.ReturnType)}";
        }
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily;

    private static bool IsGenerated(ConstructorInfo constructor) =>
        constructor.GetCustomAttribute<CompilerGeneratedAttribute>() is not null
        || (constructor.GetParameters() is [var only] && only.ParameterType == constructor.DeclaringType);

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(p => $"{Name(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? "=" : "")}"));

    private static string Name(Type type)
    {
        if (type.IsByRef)
            return Name(type.GetElementType()!);

        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";

        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Name(underlying) + "?";

        if (type.IsGenericType)
            return $"{Arity().Replace(type.Name, "")}<{string.Join(",", type.GetGenericArguments().Select(Name))}>";

        return type.FullName switch
        {
            "System.String" => "string",
            "System.Boolean" => "bool",
            "System.Int32" => "int",
            "System.Object" => "object",
            "System.Void" => "void",
            _ => type.Name,
        };
    }

    [GeneratedRegex("`[0-9]+")]
    private static partial Regex Arity();
}
