import JSON
import PluginMessages
import Values

/// Checks the credential that a node names.
struct CredentialFieldCheck {
    static let field = "credential"

    let node: WorkflowNode
    let fields: [ConfigField]

    func run(_ problems: inout Problems) {
        guard let value = node.filled(Self.field) else { return }
        guard !Self.isName(value.string ?? "") else { return checkFields(&problems) }
        problems.error(
            "ir.credential.name",
            "\"credential\" must be the name of a credential: 1 to 63 lowercase letters, digits and hyphens, the first a letter. "
                + "GET /api/credentials lists them.", at: node.dataPlace.member(Self.field), node: node.id)
    }

    /// A secret that a field has is not taken from the credential.
    private func checkFields(_ problems: inout Problems) {
        for field in node.secretFields(fields).keys.sorted() {
            problems.warning(
                "ir.credential.field",
                "The field \"\(field)\" is used in place of the credential's value. Clear one of the two.",
                at: node.dataPlace.member(field), node: node.id)
        }
    }

    /// `^[a-z][a-z0-9-]{0,62}$`: each is a variable of its own.
    static func isName(_ text: String) -> Bool {
        guard (1...63).contains(text.utf8.count), let first = text.utf8.first,
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first)
        else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
            default: false
            }
        }
    }
}

extension WorkflowNode {
    /// Whether `credential` in the node's `data` names one: of nodes that read secrets, and have no such field themselves.
    func takesCredential(_ fields: [ConfigField]) -> Bool {
        if let builtIn { return builtIn == .httpRequest }
        return fields.contains { $0.type == .secret && $0.envVarName != nil }
            && !fields.contains { $0.name == CredentialFieldCheck.field }
    }

    /// The credential that the node names, with the variables that it stands for.
    package func credential(_ fields: [ConfigField]) -> CredentialUse? {
        guard takesCredential(fields), let name = filled(CredentialFieldCheck.field)?.string,
            CredentialFieldCheck.isName(name)
        else { return nil }
        let secrets = fields.compactMap { field in field.envVarName.map { (field.name, $0) } }
        return CredentialUse(name: name, variables: Dictionary(secrets, uniquingKeysWith: { first, _ in first }))
    }

    /// The variables that the node's own fields stand in for, by field: those of its secrets that have a value.
    package func secretFields(_ fields: [ConfigField]) -> [String: String] {
        guard builtIn == nil else { return [:] }
        let given = fields.compactMap { field in
            field.type == .secret && filled(field.name) != nil ? field.envVarName.map { (field.name, $0) } : nil
        }
        return Dictionary(given, uniquingKeysWith: { first, _ in first })
    }
}
