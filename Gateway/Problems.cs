namespace PlanetarySurvival.Gateway;

/// <summary>Answers that say no, as <c>application/problem+json</c>.</summary>
internal static class Problems
{
    public static IResult Bad(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest);

    public static IResult Of(int status, string detail) => Results.Problem(detail, statusCode: status);

    public static IResult Unauthorized(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status401Unauthorized);

    /// <summary>503 with Retry-After.</summary>
    public static IResult ComeBack(HttpContext context, string detail, int seconds)
    {
        context.Response.Headers.RetryAfter = $"{seconds}";
        return Results.Problem(detail, statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>429 with Retry-After.</summary>
    public static IResult TooMany(HttpContext context, TimeSpan retryAfter)
    {
        context.Response.Headers.RetryAfter = $"{Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds))}";
        return Results.Problem("Too many requests.", statusCode: StatusCodes.Status429TooManyRequests);
    }
}
