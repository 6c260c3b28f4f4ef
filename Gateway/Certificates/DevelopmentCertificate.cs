using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PlanetarySurvival.Gateway.Certificates;

/// <summary>A self-signed certificate for this machine (ECDSA P-256), made at the first start and kept.</summary>
internal static class DevelopmentCertificate
{
    private const string FileName = "development-certificate.pfx";
    private const int LifetimeDays = 365;
    private const int RenewDays = 30;

    /// <summary>The kept certificate, or a new one if there is none, it is damaged, or it ends soon.</summary>
    public static X509Certificate2 Get(string? folder, DateTimeOffset now)
    {
        if (folder is null)
            return Load(Make(now));

        var file = Path.Combine(folder, FileName);
        return TryLoad(file, now) ?? Save(file, Make(now));
    }

    private static X509Certificate2? TryLoad(string file, DateTimeOffset now)
    {
        if (!File.Exists(file))
            return null;

        try
        {
            var certificate = Load(File.ReadAllBytes(file));
            return certificate.NotAfter.ToUniversalTime() > now.UtcDateTime.AddDays(RenewDays) ? certificate : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static X509Certificate2 Save(string file, byte[] pfx)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);

        // Written beside it and moved, so that a second Gateway never reads half of it. Only the owner may read the key.
        var draft = $"{file}.{Guid.NewGuid():n}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(draft, options))
            stream.Write(pfx);
        File.Move(draft, file, overwrite: true);
        return Load(pfx);
    }

    private static byte[] Make(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Planetary Survival development", key, HashAlgorithmName.SHA256);

        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "TLS server")], critical: false));

        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(LifetimeDays));
        return certificate.Export(X509ContentType.Pfx);
    }

    private static X509Certificate2 Load(byte[] pfx) => X509CertificateLoader.LoadPkcs12(pfx, password: null);
}
