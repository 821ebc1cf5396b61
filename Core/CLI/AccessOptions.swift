import API
import ArgumentParser
import Foundation

/// Who may use the server, and how much.
struct AccessOptions: ParsableArguments {
    @Option(
        name: .customLong("rate-limit"),
        help:
            "Requests a minute: global=N an address, write=N, deploy=N and verify=N a user; 0 is no limit, none switches all off. May be repeated. (MILLRACE_RATE_LIMITS, with ',' between; default global=200,write=30,deploy=10,verify=10)"
    )
    var rateLimits: [String] = []

    @Option(
        name: .customLong("public-url"),
        help: "Where browsers find the server, such as https://millrace.example.com. (MILLRACE_PUBLIC_URL)")
    var publicURL: String?

    @Option(
        name: .customLong("allow-origin"),
        help: "An origin whose pages may use the API. May be repeated. (MILLRACE_ALLOW_ORIGINS, with ',' between)")
    var allowedOrigins: [String] = []

    @Option(
        name: .customLong("trusted-proxies"),
        help: "How many proxies before the server add to X-Forwarded-For. (MILLRACE_TRUSTED_PROXIES; default 0)")
    var proxies: Int?

    var limits: RateLimits {
        get throws {
            var limits = RateLimits()
            for text in Self.list(rateLimits, "RATE_LIMITS") {
                if text == "none" {
                    limits = .none
                    continue
                }
                let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
                guard parts.count == 2, let policy = RateLimits.Policy(rawValue: parts[0]), let count = Int(parts[1]),
                    count >= 0
                else {
                    throw ValidationError(
                        "\"\(text)\" is no rate limit: write global, write, deploy or verify, = and a number, or none.")
                }
                limits.set(policy, to: count)
            }
            return limits
        }
    }

    var publicOrigin: String? {
        get throws { try (publicURL ?? Environment.setting("PUBLIC_URL")).map(Self.origin) }
    }

    var origins: Set<String> {
        get throws { Set(try Self.list(allowedOrigins, "ALLOW_ORIGINS").map(Self.origin)) }
    }

    var trustedProxies: Int {
        get throws {
            guard let text = Environment.setting("TRUSTED_PROXIES") else { return max(0, proxies ?? 0) }
            guard let count = proxies ?? Int(text), count >= 0 else {
                throw ValidationError("MILLRACE_TRUSTED_PROXIES is \"\(text)\", which is no number.")
            }
            return count
        }
    }

    private static func list(_ given: [String], _ setting: String) -> [String] {
        given.isEmpty ? Environment.setting(setting)?.split(separator: ",").map(String.init) ?? [] : given
    }

    /// As browsers send it: scheme, host and port.
    private static func origin(_ text: String) throws -> String {
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
            let host = url.host()?.lowercased(), !host.isEmpty
        else { throw ValidationError("\"\(text)\" is no origin: write it as https://millrace.example.com.") }
        return "\(scheme)://\(host)" + (url.port.map { ":\($0)" } ?? "")
    }
}
