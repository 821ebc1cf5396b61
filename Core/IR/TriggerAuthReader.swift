import JSON
import PluginMessages
import Values

/// Reads what a request has to show before it starts a run: the member `auth` of a trigger.
struct TriggerAuthReader {
    let kind: Program.Kind

    /// What each type has besides the type.
    private static let members = ["none": [], "bearer": ["secret"], "hmac": ["secret", "header"], "closed": []]

    /// - Returns: `nil` when everybody may.
    func read(_ trigger: ObjectFields, _ problems: inout Problems) -> TriggerAuth? {
        guard trigger.optional("auth") != nil, let fields = trigger.fields("auth", &problems),
            let type = fields.text("type", &problems)
        else { return nil }
        guard let names = Self.members[type] else {
            problems.error(
                "ir.trigger.auth", "\"\(type)\" is not valid; expected \"none\", \"bearer\", \"hmac\" or \"closed\".",
                at: fields.place.member("type"))
            return nil
        }
        KnownMembers(owner: "an auth of the type \(type)", names: ["type"] + names).report(
            fields.object, at: fields.place, &problems)
        switch type {
        case "bearer": return readVariable(fields, &problems).map { .bearer(variable: $0) }
        case "hmac":
            let header = readHeader(fields, &problems)
            return readVariable(fields, &problems).map { .signature(variable: $0, header: header) }
        case "closed":
            if kind == .script {
                problems.error(
                    "ir.trigger.auth", "A function is started by requests only: \"closed\" is for workflows.",
                    at: fields.place.member("type"))
            }
            return .closed
        default: return nil
        }
    }

    private func readVariable(_ fields: ObjectFields, _ problems: inout Problems) -> String? {
        guard let name = fields.text("secret", length: 1...255, &problems) else { return nil }
        guard TextFormat.isVariableName(name) else {
            problems.error(
                "ir.trigger.auth",
                "\"\(name)\" is not the name of a variable; expected uppercase letters, digits and '_', such as "
                    + "WEBHOOK_TOKEN. Set the secret as the variable's value.", at: fields.place.member("secret"))
            return nil
        }
        return name
    }

    private func readHeader(_ fields: ObjectFields, _ problems: inout Problems) -> String {
        guard let name = fields.optionalText("header", &problems), !name.isEmpty else {
            return TriggerAuth.defaultHeader
        }
        if !TextFormat.isName(name) || name.utf8.count > 256 {
            problems.error(
                "ir.trigger.auth",
                "\"\(name)\" is not a valid header; expected up to 256 letters, digits, '-' and '_', such as "
                    + "X-Signature.",
                at: fields.place.member("header"))
        }
        return name
    }
}
