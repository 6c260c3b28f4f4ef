using System.Net;
using Microsoft.AspNetCore.Http;

namespace PlanetarySurvival.Dashboard.Login;

/// <summary>Asks for the token. Plain, so that nothing of the live pages is reached without it.</summary>
internal static class LoginPage
{
    public static IResult Show(string? returnUrl, bool isWrong)
    {
        var problem = isWrong ? "<p class=\"problem\" role=\"alert\">This is not the token of the running application.</p>" : "";

        return Results.Content(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
                <meta charset="utf-8" />
                <title>Login</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href="/login.css" />
            </head>
            <body>
                <main class="login card">
                    <h1>Planetary Survival</h1>
                    <p>The AppHost prints an address with a token when it starts. Open that address, or paste the token here.</p>
                    {problem}
                    <form method="post" action="/login">
                        <input type="hidden" name="returnUrl" value="{WebUtility.HtmlEncode(returnUrl)}" />
                        <input class="field" type="password" name="token" aria-label="Token" placeholder="Token" required autofocus autocomplete="off" />
                        <button class="plain">Log in</button>
                    </form>
                </main>
            </body>
            </html>
            """,
            "text/html; charset=utf-8", statusCode: isWrong ? StatusCodes.Status401Unauthorized : StatusCodes.Status200OK);
    }
}
