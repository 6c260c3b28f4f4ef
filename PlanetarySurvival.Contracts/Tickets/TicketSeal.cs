using System.Security.Cryptography;
using System.Text;

namespace PlanetarySurvival.Contracts.Tickets;

/// <summary>
/// Seals and opens tickets with AES-256-GCM under a key that only the Gateway and the game servers hold. Not safe for use by several
/// threads at once.
/// </summary>
/// <remarks><code>
/// offset  size  field
///      0    12  nonce   random
///     12    16  tag
///     28     n  sealed  the Ticket
/// </code></remarks>
public sealed class TicketSeal : IDisposable
{
    /// <summary>The largest sealed ticket in bytes.</summary>
    public const int SealedSizeMax = 256;

    private const int NonceSize = 12;
    private const int TagSize = 16;
    private static readonly byte[] Purpose = "planetary-survival ticket v1"u8.ToArray();
    private readonly AesGcm _aes;

    /// <summary>Derives the key (HKDF-SHA-256, RFC 5869) from a shared secret of at least 16 characters.</summary>
    public TicketSeal(string secret)
    {
        if (secret.Length < 16)
            throw new ArgumentException($"The ticket secret has {secret.Length} characters; it needs at least 16.", nameof(secret));

        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), 32, info: Purpose);
        _aes = new AesGcm(key, TagSize);
    }

    /// <summary>Seals a ticket.</summary>
    public byte[] Seal(in Ticket ticket)
    {
        Span<byte> plain = stackalloc byte[Ticket.SizeMax];
        plain = plain[..ticket.Write(plain)];
        var sealedTicket = new byte[NonceSize + TagSize + plain.Length];
        var nonce = sealedTicket.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        _aes.Encrypt(nonce, plain, sealedTicket.AsSpan(NonceSize + TagSize), sealedTicket.AsSpan(NonceSize, TagSize), Purpose);
        return sealedTicket;
    }

    /// <summary>Opens a sealed ticket. False for anything that was not sealed with this key.</summary>
    public bool TryOpen(ReadOnlySpan<byte> sealedTicket, out Ticket ticket)
    {
        ticket = default;
        if (sealedTicket.Length is < NonceSize + TagSize or > SealedSizeMax)
            return false;

        Span<byte> plain = stackalloc byte[SealedSizeMax];
        plain = plain[..(sealedTicket.Length - NonceSize - TagSize)];
        try
        {
            _aes.Decrypt(sealedTicket[..NonceSize], sealedTicket[(NonceSize + TagSize)..], sealedTicket.Slice(NonceSize, TagSize), plain, Purpose);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        return Ticket.TryRead(plain, out ticket);
    }

    /// <inheritdoc/>
    public void Dispose() => _aes.Dispose();
}
