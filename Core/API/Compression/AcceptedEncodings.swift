/// What a client says about compression (RFC 9110, 12.5.3).
struct AcceptedEncodings {
    private var qualities: [Substring: Double] = [:]

    /// - Parameter header: The value of `Accept-Encoding`.
    init(_ header: String) {
        for part in header.split(separator: ",") {
            let fields = part.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
            guard let coding = fields.first else { continue }
            let weight = fields.dropFirst().first { $0.lowercased().hasPrefix("q=") }
            qualities[Substring(coding.lowercased())] = weight.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
        }
    }

    /// Whether gzip is taken, and liked no less than what is not compressed.
    var prefersGzip: Bool {
        let gzip = qualities["gzip"] ?? qualities["x-gzip"] ?? qualities["*"] ?? 0
        let identity = qualities["identity"] ?? 0
        return gzip > 0 && gzip >= identity
    }
}
