using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds parameters.</summary>
public static class ParameterResourceBuilderExtensions
{
    /// <summary>Adds a value that is read from the configuration, <c>Parameters:NAME</c>.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        builder.AddResource(new ParameterResource(name, @default => Configured(builder, name) ?? @default?.GetDefaultValue() ?? throw Missing(name), secret));

    /// <summary>Adds a value.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false) =>
        builder.AddParameter(name, () => value, publishValueAsDefault, secret);

    /// <summary>Adds a value that is asked for once.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, Func<string> valueGetter, bool publishValueAsDefault = false, bool secret = false)
    {
        if (publishValueAsDefault && secret)
            throw new ArgumentException($"Parameter '{name}' is secret: its value cannot be published.", nameof(publishValueAsDefault));

        return builder.AddResource(new ParameterResource(name, _ => Configured(builder, name) ?? valueGetter(), secret)
        {
            Default = publishValueAsDefault ? new ConstantParameterDefault(valueGetter) : null,
        });
    }

    /// <summary>Adds a value that has a default.</summary>
    /// <remarks>This stand-in does not keep a generated value between starts, whatever <paramref name="persist"/> says.</remarks>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, ParameterDefault value, bool secret = false, bool persist = false) =>
        builder.AddResource(new ParameterResource(name, @default => Configured(builder, name) ?? @default!.GetDefaultValue(), secret) { Default = value });

    private static string? Configured(IDistributedApplicationBuilder builder, string name) => builder.Configuration[$"Parameters:{name}"];

    private static DistributedApplicationException Missing(string name) =>
        new($"Parameter '{name}' has no value: give it in the configuration as 'Parameters:{name}' (environment variable 'Parameters__{name}').");

    private sealed class ConstantParameterDefault(Func<string> valueGetter) : ParameterDefault
    {
        public override string GetDefaultValue() => valueGetter();
    }
}
