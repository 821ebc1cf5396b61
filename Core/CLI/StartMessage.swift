import API
import Platform

/// What `millrace serve` prints once it serves: its addresses, and where to look next.
struct StartMessage: Sendable {
    let text: String

    /// - Parameters:
    ///   - port: That the server listens on.
    ///   - setUp: The token with which the owner sets a password; `nil` when it is set.
    ///   - isSeen: Whether a person reads the message: a token does not belong in a log.
    init(_ configuration: ServerConfiguration, port: Int, setUp: String?, isSeen: Bool) async {
        let api = configuration.api
        let local = "http://\(Self.bracketed(api.host)):\(port)"
        let base = api.publicOrigin ?? "http://\(Self.bracketed(Self.reachable(api.host))):\(port)"
        let console = api.console == nil ? "not built; see \(base)/" : "\(base)/"
        var lines = [
            "Millrace \(Millrace.version) listens on \(local)", "  Console        \(console)",
            "  API            \(base)/api, described at \(base)/docs", "  Documentation  \(base)/docs/pages/index.md",
            "  Nodes          \(await Self.nodes(configuration))",
        ]
        let file = SetUpLink(directory: configuration.data)
        file.remove()
        if let setUp {
            let link = "\(base)/set-up#\(setUp)"
            lines.append(isSeen ? "Set the owner's name and password: \(link)" : Self.kept(link, in: file))
        }
        lines.append(
            "Next: the tutorial, \(base)/docs/pages/tutorial.md; millrace doctor reports what the installation lacks.")
        text = lines.joined(separator: "\n")
    }

    /// What is printed by a server that stands by. The message of one that leads follows when it does.
    static func standby(_ configuration: ServerConfiguration, port: Int) -> String {
        "Millrace \(Millrace.version) stands by on http://\(bracketed(configuration.api.host)):\(port): requests are forwarded to "
            + "the server that leads."
    }

    private static func kept(_ link: String, in file: SetUpLink) -> String {
        do { return "Set the owner's name and password: the link is in \(try file.keep(link))" } catch {
            return "The link for the owner's name and password cannot be written: \(error)"
        }
    }

    private static func nodes(_ configuration: ServerConfiguration) async -> String {
        guard let bundled = configuration.bundled else {
            let count = configuration.marketplace.registries.count
            return count == 0
                ? "no registry; run millrace doctor for instructions"
                : "from \(count) \(count == 1 ? "registry" : "registries"), GET /api/marketplace"
        }
        do {
            let index = try await bundled.source.verifiedIndex(configuration.marketplace.check).index
            return "\(index.all.count) to install, in the console's marketplace or with GET /api/marketplace"
        } catch { return "the installation's registry cannot be used: \(error)" }
    }

    /// An address of this machine in place of one that stands for all of them.
    private static func reachable(_ host: String) -> String {
        switch host {
        case "0.0.0.0": "127.0.0.1"
        case "::": "::1"
        default: host
        }
    }

    /// As a URL has it (RFC 3986, section 3.2.2).
    static func bracketed(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }
}
