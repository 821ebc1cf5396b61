/// Reads the members of an object in memory.
public typealias JSONReader = JSONMembers<JSONValue>

extension JSONReader {
    public var object: JSONObject { source.object ?? [:] }
}

extension JSONObject {
    /// Members in order, without those that are absent; their names are all different.
    public init(present pairs: (String, JSONValue?)...) {
        self.init(unique: pairs.compactMap { key, value in value.map { Member(key: key, value: $0) } })
    }
}
