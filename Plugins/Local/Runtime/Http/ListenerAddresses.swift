import Foundation

/// Where functions answer. Their addresses are in deployments, so they stay the same from one start to the next where
/// they can.
struct ListenerAddresses: Sendable {
    struct Address: Sendable, Equatable, CustomStringConvertible {
        let host: String
        let port: Int

        var description: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }

        init(host: String, port: Int) {
            self.host = host
            self.port = port
        }

        /// - Parameter text: Earlier releases kept the port alone.
        fileprivate init?(_ text: Substring) {
            guard let colon = text.lastIndex(of: ":") else {
                guard let port = Int(text) else { return nil }
                self.init(host: ListenerAddresses.earlierHost, port: port)
                return
            }
            guard let port = Int(text[text.index(after: colon)...]) else { return nil }
            self.init(host: text[..<colon].trimmingCharacters(in: ["[", "]"]), port: port)
        }
    }

    /// Beside the server's own.
    private static let preferred = 8788
    /// Of releases that answered where the server does.
    private static let earlierHost = "127.0.0.1"

    /// The setting `HOST`.
    let host: String
    /// The setting `PORT`; 0 is a free one.
    private let port: Int?
    private let memory: URL

    init(host: String, port: Int?, dataFolder: URL) {
        self.host = host
        self.port = port
        memory = dataFolder.appending(path: "port")
    }

    /// Ports to be tried one after another.
    var ports: [Int] {
        if let port { return [port] }
        return [remembered.first?.port, Self.preferred, 0].compactMap(\.self)
    }

    /// Addresses that earlier deployments have, at other hosts.
    var earlier: [Address] { remembered.filter { $0.host != host } }

    /// `true`: earlier deployments have another address.
    func hasChanged(to port: Int) -> Bool { remembered.first.map { $0.port != port } ?? false }

    private var remembered: [Address] {
        guard let text = try? String(contentsOf: memory, encoding: .utf8) else { return [] }
        return text.split(whereSeparator: \.isNewline).compactMap(Address.init)
    }

    func remember(_ port: Int) throws {
        let all = [Address(host: host, port: port)] + earlier
        try Data(all.map(\.description).joined(separator: "\n").utf8).write(to: memory, options: .atomic)
    }
}
