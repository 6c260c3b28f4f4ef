using Microsoft.AspNetCore.Diagnostics;
using Npgsql;

namespace PlanetarySurvival.Gateway.Storage;

/// <summary>The one place where a request meets a database that does not answer: it is told to come back.</summary>
internal sealed partial class DatabaseAway(ILogger<DatabaseAway> logger) : IExceptionHandler
{
    private const int RetryAfterSeconds = 2;

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellation)
    {
        if (exception is not NpgsqlException)
            return false;

        Log.CannotServe(logger, context.Request.Path, exception.Message);
        await Problems.ComeBack(context, "The database does not answer.", RetryAfterSeconds).ExecuteAsync(context);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Path} could not be served, since the database does not answer: {Problem}")]
        public static partial void CannotServe(ILogger logger, string path, string problem);
    }
}
