import PluginMessages
import Storage

/// The environment that a deploy gives a workflow (the IR's specification, "Bindings").
///
/// A workflow's variables win over its project's, and those over its organization's. `{{global.env.X}}` in the value of
/// a workflow's variable is the value that X has without the workflow's own; what holds a secret's value is a secret.
struct DeployEnvironment {
    /// By name.
    let variables: [EnvironmentVariable]

    private static let opening = "{{"
    private static let closing = "}}"
    private static let prefix = "global.env."

    /// - Throws: ``PlatformError/unknownGlobals(_:known:)`` with all of them, ``SecretError``.
    init(_ records: [VariableRecord], _ secrets: SecretBox) throws {
        let (variables, unknown) = try Self.read(records, secrets)
        guard unknown.isEmpty else {
            let known = Set(records.lazy.filter { $0.workflow == nil }.map(\.name))
            throw PlatformError.unknownGlobals(unknown, known: known)
        }
        self.variables = variables
    }

    /// Without the variables that refer to others which are not set.
    init(known records: [VariableRecord], _ secrets: SecretBox) throws {
        let (variables, unknown) = try Self.read(records, secrets)
        let names = Set(unknown.map(\.variable))
        self.variables = variables.filter { !names.contains($0.name) }
    }

    private static func read(
        _ records: [VariableRecord], _ secrets: SecretBox
    ) throws -> (variables: [EnvironmentVariable], unknown: [GlobalReference]) {
        var global: [String: EnvironmentVariable] = [:]
        let shared = records.filter { $0.workflow == nil }
        for record in shared.filter({ $0.project == nil }) + shared.filter({ $0.project != nil }) {
            global[record.name] = try EnvironmentVariable(record, secrets)
        }
        var all = global
        var unknown: [GlobalReference] = []
        for record in records where record.workflow != nil {
            let own = try EnvironmentVariable(record, secrets)
            all[own.name] = resolve(own, global, &unknown)
        }
        return (all.values.sorted { $0.name < $1.name }, unknown)
    }

    private static func resolve(
        _ variable: EnvironmentVariable, _ global: [String: EnvironmentVariable], _ unknown: inout [GlobalReference]
    ) -> EnvironmentVariable {
        var rest = Substring(variable.value)
        guard rest.contains(opening) else { return variable }
        var value = ""
        var isSecret = variable.isSecret
        while let start = rest.firstRange(of: opening) {
            value += rest[..<start.lowerBound]
            let inner = rest[start.upperBound...]
            guard let end = inner.firstRange(of: closing) else {
                rest = rest[start.lowerBound...]
                break
            }
            let expression = inner[..<end.lowerBound].drop(while: \.isWhitespace)
            let name = expression.dropFirst(prefix.count).prefix { !$0.isWhitespace }
            if expression.hasPrefix(prefix), expression.dropFirst(prefix.count + name.count).allSatisfy(\.isWhitespace)
            {
                if let found = global[String(name)] {
                    value += found.value
                    isSecret = isSecret || found.isSecret
                } else {
                    unknown.append(GlobalReference(variable: variable.name, name: String(name)))
                }
                rest = inner[end.upperBound...]
            } else {
                // Somebody else's braces: what is within may still be a reference.
                value.append("{")
                rest = rest[start.lowerBound...].dropFirst()
            }
        }
        return EnvironmentVariable(name: variable.name, value: value + rest, isSecret: isSecret)
    }
}

extension EnvironmentVariable {
    fileprivate init(_ record: VariableRecord, _ secrets: SecretBox) throws {
        self.init(name: record.name, value: try record.opened(by: secrets), isSecret: record.isSecret)
    }
}
