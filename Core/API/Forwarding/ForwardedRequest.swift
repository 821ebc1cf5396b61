import HTTPTypes
import Platform

/// What a server vouches for in a request that it forwards to the one that leads.
struct ForwardedRequest: Sendable, Equatable {
    /// Fields between servers, which no client can set: what a client sends in them is dropped, as it proves nothing. The
    /// names are tokens, so they are always valid.
    enum Field {
        /// Of a request: who sent it, and the proof that a server says so.
        static let request = HTTPField.Name("millrace-forwarded")!
        /// Of a response: the proof that it is from the server that leads.
        static let proof = HTTPField.Name("millrace-leader")!
        /// Of a response to a request that was not executed.
        static let refused = HTTPField.Name("millrace-not-executed")!

        static func remove(from fields: inout HTTPFields) {
            for name in [request, proof, refused] { fields[name] = nil }
        }
    }

    /// Of the server that is meant: another one refuses.
    let epoch: Int
    /// Different in each request.
    let nonce: String
    /// The address of the client.
    let client: String

    init(epoch: Int, client: String) {
        self.epoch = epoch
        self.client = client
        nonce = "\(UInt64.random(in: 0 ... .max))\(UInt64.random(in: 0 ... .max))"
    }

    /// Reads the field of a request.
    /// - Returns: `nil` for one that no server of the installation has made for the request.
    init?(_ text: String, of request: HTTPRequest, link: ServerLink) {
        let parts = text.split(separator: ";", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, let epoch = Int(parts[0]) else { return nil }
        self.epoch = epoch
        nonce = parts[1]
        client = parts[3]
        guard link.isProof(parts[2], of: vouched(for: request)) else { return nil }
    }

    func field(for request: HTTPRequest, link: ServerLink) -> String {
        "\(epoch);\(nonce);\(link.proof(of: vouched(for: request)));\(client)"
    }

    /// What the response of the server that leads has in ``Field/proof``.
    func proof(_ link: ServerLink) -> String { link.proof(of: answered) }

    func isProven(by fields: HTTPFields, _ link: ServerLink) -> Bool {
        fields[Field.proof].map { link.isProof($0, of: answered) } ?? false
    }

    private var answered: [String] { ["response", "\(epoch)", nonce] }

    /// Whoever copies the field from the network can use it for nothing but requests of the same caller.
    private func vouched(for request: HTTPRequest) -> [String] {
        let fields = request.headerFields
        return [
            "request", "\(epoch)", nonce, client, request.method.rawValue, fields[.authorization] ?? "",
            fields[values: .cookie].joined(separator: "; "),
        ]
    }
}
