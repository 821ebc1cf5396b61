import JSON
import PluginMessages
import Values

/// What a credential gives a node's secrets, as programs have it (`environmentOf` in `credentials.ts` of the nodes' library).
struct NodeAccount: Sendable {
    /// By the names of the node's secrets.
    let secrets: [String: String]
    /// What was minted for it; `nil` for a credential without tokens that end.
    let minted: MintedToken?

    /// - Parameters:
    ///   - fields: The node's.
    ///   - values: Of the account and its type.
    init(_ fields: [ConfigField], _ flow: CredentialType.Flow, _ values: JSONObject, minted: MintedToken?) {
        var known = Self.texts(values["variables"])
        if flow == .values { known.merge(Self.texts(values["values"])) { $1 } }
        if flow == .apiKey, let token = values["token"]?.string {
            known["token"] = token
            known["user"] = values["user"]?.string
        }
        known.merge(minted?.values ?? [:]) { $1 }
        var secrets: [String: String] = [:]
        let tokenField = fields.tokenField?.name
        for field in fields where field.type == .secret {
            guard let variable = field.envVarName else { continue }
            let value = known[field.name] ?? known[variable] ?? (field.name == tokenField ? known["token"] : nil)
            if let value, !value.isEmpty { secrets[field.name] = value }
        }
        self.secrets = secrets
        self.minted = minted
    }

    private static func texts(_ value: JSONValue?) -> [String: String] {
        Dictionary((value?.object ?? [:]).compactMap { key, value in value.string.map { (key, $0) } }) { $1 }
    }
}
