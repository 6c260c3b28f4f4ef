using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace PlanetarySurvival.Gateway;

/// <summary>Reads small JSON bodies from strangers: bounded in size and depth, and whatever is wrong with them is an answer.</summary>
internal static class JsonBody
{
    /// <summary>The largest body in bytes.</summary>
    public const int SizeMax = 16 * 1024;

    /// <summary>The deepest nesting.</summary>
    public const int DepthMax = 8;

    /// <summary>The body, or the problem to answer with.</summary>
    public static async Task<(T? Body, IResult? Problem)> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type) where T : class
    {
        if (!context.Request.HasJsonContentType())
            return (null, Problems.Of(StatusCodes.Status415UnsupportedMediaType, "The body must be application/json."));
        if (context.Request.ContentLength > SizeMax)
            return (null, TooLarge);

        var buffer = new byte[SizeMax + 1];
        int length;
        try
        {
            length = await context.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, context.RequestAborted);
        }
        catch (BadHttpRequestException exception)
        {
            return (null, Problems.Of(exception.StatusCode, "The body could not be read."));
        }

        if (length > SizeMax)
            return (null, TooLarge);
        return Parse(buffer.AsSpan(0, length), type) is { } body ? (body, null) : (null, Problems.Bad("The body is not the expected JSON."));
    }

    /// <summary>The value, or null for anything else than one of its type in valid UTF-8.</summary>
    public static T? Parse<T>(ReadOnlySpan<byte> bytes, JsonTypeInfo<T> type) where T : class
    {
        if (!Utf8.IsValid(bytes))
            return null;

        try
        {
            return JsonSerializer.Deserialize(bytes, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IResult TooLarge => Problems.Of(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {SizeMax} bytes.");
}
