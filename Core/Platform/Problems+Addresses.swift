import JSON
import PluginMessages
import Values

extension Problems {
    /// A secret is sent where the person who entered it said: another address needs it again.
    /// - Parameters:
    ///   - secrets: The fields that may be secrets.
    ///   - addresses: Where the secrets are sent, by field.
    ///   - sent: What the change has.
    ///   - values: By field.
    ///   - pointer: Where the change is in the request.
    mutating func check(
        _ secrets: [ConfigField], movedFrom addresses: (before: JSONObject, after: JSONObject), sent: JSONObject,
        values: (before: JSONObject, after: JSONObject), at pointer: JSONPointer
    ) {
        let (old, new) = addresses
        guard let moved = (old.keys + new.keys).first(where: { old[$0] != new[$0] }) else { return }
        for field in secrets where field.type == .secret && values.before[field.name] != nil {
            guard values.after[field.name] == values.before[field.name],
                sent[field.name].map({ $0.string == Variable.mask }) ?? true
            else { continue }
            add(
                "masked", "must be sent again when \(moved) changes: it is sent to that address",
                at: pointer.appending(field.name))
        }
    }
}
