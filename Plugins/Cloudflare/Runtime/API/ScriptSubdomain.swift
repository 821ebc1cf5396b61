import JSON

struct ScriptSubdomain: Sendable, Hashable, Codable {
    let isEnabled: Bool
    let hasPreviews: Bool

    init(isEnabled: Bool, hasPreviews: Bool) {
        self.isEnabled = isEnabled
        self.hasPreviews = hasPreviews
    }

    init(_ json: JSONValue) {
        isEnabled = json["enabled"]?.bool ?? false
        hasPreviews = json["previews_enabled"]?.bool ?? false
    }
}
