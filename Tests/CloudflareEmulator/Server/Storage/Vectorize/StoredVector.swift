import JSON

/// A vector of an index.
struct StoredVector: Codable, Sendable {
    let id: String
    let values: [Double]
    let namespace: String?
    let metadata: JSONValue?

    /// `nil` for what is none.
    init?(_ json: JSONValue) {
        guard let id = json["id"]?.string, let values = json["values"]?.array else { return nil }
        self.id = id
        self.values = values.compactMap(\.double)
        namespace = json["namespace"]?.string
        metadata = json["metadata"]
    }
}

extension VectorIndex {
    /// "Vectorize: Create indexes" (https://developers.cloudflare.com/vectorize/best-practices/create-indexes/): of `euclidean`
    /// less is nearer, of the others more.
    func score(of left: [Double], to right: [Double]) -> Double {
        let product = zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
        switch metric {
        case "dot-product": return product
        case "euclidean": return zip(left, right).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
        default:
            func length(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }
            let lengths = length(left) * length(right)
            return lengths == 0 ? 0 : product / lengths
        }
    }
}
