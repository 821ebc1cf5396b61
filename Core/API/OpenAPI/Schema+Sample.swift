import JSON

extension Schema {
    /// A value that is as this schema says: examples where they are written, and the plainest value elsewhere.
    var sample: JSONValue { sample(of: json) }

    private func sample(of use: JSONObject) -> JSONValue {
        if let written = use["examples"]?.array?.first { return written }
        let json = definition(use)
        if let written = json["examples"]?.array?.first ?? json["default"] ?? json["enum"]?.array?.first {
            return written
        }
        if let choice = json["anyOf"]?.array?.first?.object { return sample(of: choice) }
        switch json["type"]?.array?.first ?? json["type"] {
        case "object": return .object(JSONObject(members(of: json)))
        case "array": return json["items"]?.object.map { [sample(of: $0)] } ?? []
        case "string":
            switch json["format"]?.string {
            case "date-time": return "2026-03-29T10:00:00.000Z"
            case "uri": return "https://example.com"
            default: return "text"
            }
        case "integer", "number": return json["minimum"] ?? 1
        case "boolean": return true
        default: return .null
        }
    }

    private func members(of json: JSONObject) -> [(String, JSONValue)] {
        (json["properties"]?.object ?? [:]).compactMap { name, value in
            value.object.flatMap { $0["not"] == nil ? (name, sample(of: $0)) : nil }
        }
    }
}
