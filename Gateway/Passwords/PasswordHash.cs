using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;

namespace PlanetarySurvival.Gateway.Passwords;

/// <summary>
/// Argon2id (RFC 9106) with OWASP's least parameters, as a PHC string: <c>$argon2id$v=19$m=19456,t=2,p=1$salt$hash</c>.
/// </summary>
internal static class PasswordHash
{
    private const int MemoryKibibytes = 19 * 1024;
    private const int Iterations = 2;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    // What a stored string may ask for: the database is not trusted with our memory.
    private const int MemoryKibibytesMax = 256 * 1024;
    private const int IterationsMax = 16;

    /// <summary>Hashes with fresh salt.</summary>
    public static string Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var hash = Argon2(password, salt, MemoryKibibytes, Iterations, HashBytes);
        return string.Create(
            CultureInfo.InvariantCulture, $"$argon2id$v=19$m={MemoryKibibytes},t={Iterations},p=1${Encode(salt)}${Encode(hash)}");
    }

    /// <summary>
    /// Whether the password is the one of the PHC string. Takes as long for null, and for a string that it cannot read, as for a real one,
    /// and says no.
    /// </summary>
    public static bool Verify(string password, string? stored)
    {
        if (!TryRead(stored, out var memory, out var iterations, out var salt, out var expected))
        {
            Argon2(password, new byte[SaltBytes], MemoryKibibytes, Iterations, HashBytes);
            return false;
        }

        var actual = Argon2(password, salt, memory, iterations, expected.Length);
        return CryptographicOperations.FixedTimeEquals(actual, expected);
    }

    // One lane, on the calling thread: the caller chooses its priority.
    private static byte[] Argon2(string password, byte[] salt, int memoryKibibytes, int iterations, int length)
    {
        var bytes = Encoding.UTF8.GetBytes(password);
        var hash = new byte[length];
        var argon2 = new Argon2BytesGenerator();
        argon2.Init(new Argon2Parameters.Builder(Argon2Parameters.Argon2id)
            .WithVersion(Argon2Parameters.Version13)
            .WithMemoryAsKB(memoryKibibytes)
            .WithIterations(iterations)
            .WithParallelism(1)
            .WithSalt(salt)
            .Build());
        argon2.GenerateBytes(bytes, hash);
        CryptographicOperations.ZeroMemory(bytes);
        return hash;
    }

    private static bool TryRead(string? stored, out int memory, out int iterations, out byte[] salt, out byte[] hash)
    {
        (memory, iterations, salt, hash) = (0, 0, [], []);
        if (stored?.Split('$') is not ["", "argon2id", "v=19", var parameters, var saltText, var hashText])
            return false;

        return parameters.Split(',') is [var m, var t, "p=1"] &&
            TryReadNumber(m, "m=", MemoryKibibytesMax, out memory) && memory >= 8 &&
            TryReadNumber(t, "t=", IterationsMax, out iterations) && iterations >= 1 &&
            TryDecode(saltText, out salt) && salt.Length >= 8 && TryDecode(hashText, out hash) && hash.Length is >= 16 and <= 64;
    }

    private static bool TryReadNumber(string text, string prefix, int max, out int number)
    {
        number = 0;
        return text.StartsWith(prefix, StringComparison.Ordinal) &&
            int.TryParse(text.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= max;
    }

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = [];
        if (text.Length > 128)
            return false;

        var buffer = new byte[96];
        if (!Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), buffer, out var length))
            return false;
        bytes = buffer[..length];
        return true;
    }
}
