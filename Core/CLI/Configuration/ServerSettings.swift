import API
import Foundation
import Logging
import Marketplace
import PluginHost
import Values

/// The declarations of the server's settings: flags, variables, help, checks and the configuration page come from here.
enum ServerSettings {
    static let data = Setting(
        "DATA", expected: "the path of a folder", default: "millrace-data",
        description: "Data directory; created on the first start.")
    static let host = Setting<String>(
        SettingDefinition(
            "HOST", .text, expected: "an IP address or a host name", default: "127.0.0.1",
            description: "Address to listen on."),
        default: "127.0.0.1"
    ) { $0.isEmpty || $0.contains { $0.isWhitespace || $0 == "/" } ? nil : $0 }
    static let port = Setting(
        "PORT", 0...65_535, default: 8787, description: "Port to listen on (0 = any free port).")
    static let publicURL = Setting<String?>(
        SettingDefinition(
            "PUBLIC_URL", .url, expected: WebOrigin.allowed, description: "URL at which browsers reach the server."),
        default: nil, parse: WebOrigin.parse)
    static let advertise = Setting<String?>(
        SettingDefinition(
            "ADVERTISE", .url, expected: WebOrigin.allowed,
            description:
                "URL at which other servers of the database reach this one to forward requests; without it, http:// with --host, or the host name for 0.0.0.0 and ::, and --port."
        ), default: nil, parse: WebOrigin.parse)
    static let name = Setting<String?>(
        SettingDefinition(
            "NAME", .text, expected: "1 to 63 letters, digits, dots, hyphens and underscores",
            description:
                "Name of this server among those of its database, in errors and logs; without it, the host name."),
        default: nil
    ) { text in
        let isName =
            (1...63).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte & 0xdf) || ".-_".utf8.contains(byte)
            }
        return isName ? .some(.some(text)) : nil
    }
    static let privateTokens = Setting(
        "PRIVATE_TOKENS",
        description:
            "Allow requests for credentials to authorization servers and vendors on this machine, in private networks "
            + "and over plain HTTP."
    )
    private static let consoleFolder = SettingDefinition(
        "CONSOLE", .folder,
        description:
            "Folder of the built web console, instead of the installation's."
    )
    static let console = Setting<String?>(consoleFolder, default: nil) { text in
        consoleFolder.value(of: text).map { .some($0) }
    }

    static let logLevel = Setting(
        choice: "LOG_LEVEL", default: Logger.Level.info,
        description: "Minimum log level; info logs a line for each request.")
    static let logFormat = Setting(
        choice: "LOG_FORMAT", default: LogFormat.text, description: "Log format; json is one object a line.")

    static let shutdownTimeout = Setting(
        seconds: "SHUTDOWN_TIMEOUT", 0...86_400, default: 60,
        description:
            "Time that requests, streams and deploys have to finish when the server is stopped; the rest is cancelled."
    )
    static let drainDelay = Setting(
        seconds: "DRAIN_DELAY", 0...86_400, default: 0,
        description:
            "Time for which a stopping server accepts requests while /api/ready responds with 503, so that load balancers stop routing to it first."
    )

    static let storage = Setting(
        "STORAGE", expected: "sqlite, or the id of a plugin's storage", default: StorageOptions.embedded,
        description: "Database: sqlite in the data directory, or the storage of a plugin.")

    static let standby = Setting(
        "STANDBY",
        description:
            "While another server leads on the database of --storage, execute what needs the database alone, forward other requests to it, and take over when it ends; otherwise the server exits."
    )

    static let runRetention = Setting(
        days: "RUN_RETENTION", 0...36_500, default: 0,
        description:
            "How long a run is kept after its end, in the list and at providers that can delete runs (0 = until it is deleted)."
    )
    static let auditRetention = Setting(
        days: "AUDIT_RETENTION", 0...36_500, default: 0,
        description: "How long a line of the audit log is kept (0 = forever).")

    static let rateLimits = Setting<[RateLimitChange]>(
        list: "RATE_LIMITS", flag: "rate-limit",
        expected:
            "global=N, write=N, deploy=N, run=N, verify=N or draft=N with a number of requests (0 = no limit), or none",
        default: RateLimitChange.standard,
        description: "Requests per minute: global per address, the others per user; none removes every limit.",
        parse: RateLimitChange.init)
    static let allowedOrigins = Setting<[String]>(
        list: "ALLOW_ORIGINS", flag: "allow-origin", type: .url, expected: WebOrigin.allowed,
        description: "Origin whose pages may use the API.", parse: WebOrigin.parse)
    static let trustedProxies = Setting(
        "TRUSTED_PROXIES", 0...64, default: 0,
        description: "Number of trusted reverse proxies that append to X-Forwarded-For.")
    static let webhookPrivate = Setting(
        "WEBHOOK_PRIVATE",
        description: "Allow webhooks to addresses of the server's machine and of private networks.")

    static let plugins = Setting<[String]>(
        list: "PLUGINS", separatedBy: ":", type: .folder,
        description: "Additional folder of plugin libraries.", parse: { $0 })
    static let pluginIsolation = Setting<[PluginIsolationChoice]>(
        list: "PLUGIN_ISOLATION", expected: "PLUGIN=inProcess or PLUGIN=process",
        description: "Whether a plugin runs in the server's process or in its own.", parse: PluginIsolationChoice.init)
    static let pluginMemory = Setting(
        mebibytes: "PLUGIN_MEMORY", 1...1_048_576, default: 256,
        description: "Memory limit of a plugin that runs in a process of its own.")
    static let pluginDisk = Setting(
        mebibytes: "PLUGIN_DISK", 1...1_048_576, default: 1024,
        description: "Limit of the data folder of a third party's plugin in a process of its own.")
    static let pluginNetwork = Setting<[PluginNetworkChoice]>(
        list: "PLUGIN_NETWORK", expected: "PLUGIN=PORT, such as sqlstorage=5432, PLUGIN=private or PLUGIN=open",
        description:
            "Port to which a third party's plugin may open TCP connections by itself, private for its requests through the server to this machine and to private networks, or open for any network use.",
        parse: PluginNetworkChoice.init)

    static let registries = Setting<[RegistryChoice]>(
        list: "REGISTRIES", flag: "registry", expected: RegistryChoice.allowed, default: "bundled",
        description: "Registry of plugins; registries are searched in order; none removes those before it.",
        parse: RegistryChoice.init)
    static let trustedKeys = Setting<[TrustedKey]>(
        list: "TRUSTED_KEYS", flag: "trusted-key",
        expected: "a public key as printed by millrace registry keygen (ed25519:…)",
        description: "Public key of a publisher whose packages may be installed.", parse: { try? TrustedKey($0) })
    static let allowUnsigned = Setting(
        "ALLOW_UNSIGNED", description: "Allow packages without a signature of a trusted key.")

    /// All of them, as help and the configuration page group them.
    static let sections: [(title: String, settings: [SettingDefinition])] = [
        (
            "Server",
            [
                data.definition, host.definition, port.definition, publicURL.definition, advertise.definition,
                name.definition, privateTokens.definition, console.definition,
            ]
        ),
        ("Log", [logLevel.definition, logFormat.definition]),
        ("Shutdown", [shutdownTimeout.definition, drainDelay.definition]),
        ("Storage", [storage.definition, standby.definition]),
        ("Retention", [runRetention.definition, auditRetention.definition]),
        (
            "Access",
            [
                rateLimits.definition, allowedOrigins.definition, trustedProxies.definition,
                webhookPrivate.definition,
            ]
        ),
        (
            "Plugins",
            [
                plugins.definition, pluginIsolation.definition, pluginMemory.definition, pluginDisk.definition,
                pluginNetwork.definition,
            ]
        ),
        ("Marketplace", [registries.definition, trustedKeys.definition, allowUnsigned.definition]),
    ]

    static let all = sections.flatMap(\.settings)
}
