import Crypto
import JSON
import PluginMessages
import Storage
import Values

/// Which values a deployment has of the environment variables: hashes, which a deployment seals.
struct DeployedVariables: Codable, Sendable {
    private let salt: String
    /// By name; empty for one that the deployment had, and has no more.
    private var hashes: [String: String]
    /// The names of those that are secrets.
    private var secrets: Set<String>

    init(_ variables: [EnvironmentVariable]) {
        let salt = Identifier<Self>.make().text
        self.salt = salt
        // A key of the deployment's own has no value elsewhere to be compared with.
        let variables = variables.filter { $0.name != TokenKey.variable && $0.name != TokenKey.address }
        hashes = Dictionary(
            variables.map { ($0.name, Self.hash($0.value, salt)) }, uniquingKeysWith: { _, last in last })
        secrets = Set(variables.filter(\.isSecret).map(\.name))
    }

    /// Whether the deployment has a variable of the name.
    func has(_ name: String) -> Bool { hashes[name]?.isEmpty == false }

    /// The variables of the deployment whose values are others now, by name.
    func changes(to variables: [EnvironmentVariable]) -> [String: StaleDeployment.Change] {
        let now = Dictionary(variables.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
        return hashes.reduce(into: [:]) { changes, variable in
            guard let value = now[variable.key] else {
                if !variable.value.isEmpty { changes[variable.key] = .removed }
                return
            }
            if Self.hash(value, salt) != variable.value { changes[variable.key] = .changed }
        }
    }

    /// Of ``changes(to:)`` those of secrets: what was one when it was deployed, or is one now.
    func secretChanges(to variables: [EnvironmentVariable]) -> (changed: [EnvironmentVariable], removed: [String]) {
        let changes = changes(to: variables)
        let changed = variables.filter { variable in
            changes[variable.name] == .changed && (variable.isSecret || secrets.contains(variable.name))
        }
        return (changed, changes.filter { $0.value == .removed && secrets.contains($0.key) }.keys.sorted())
    }

    /// The deployment has new values now.
    mutating func take(_ changed: [EnvironmentVariable], without removed: [String]) {
        for variable in changed { hashes[variable.name] = Self.hash(variable.value, salt) }
        // Set again, it is the deployment's again.
        for name in removed { hashes[name] = "" }
        secrets.formUnion(changed.filter(\.isSecret).map(\.name))
    }

    private static func hash(_ value: String, _ salt: String) -> String {
        Hex.text(Array(SHA256.hash(data: Array("\(salt)\0\(value)".utf8))))
    }
}

extension DeploymentRecord {
    private var place: SecretLocation { SealedColumn.deployedVariables.place(id.text) }

    mutating func seal(_ variables: DeployedVariables, by secrets: SecretBox) throws {
        self.variables = try secrets.seal(JSONValue(encoding: variables).text, at: place)
    }

    /// `nil` for a deploy of an earlier release.
    func deployedVariables(_ secrets: SecretBox) throws -> DeployedVariables? {
        try variables.map { try JSONValue(parsing: secrets.open($0, at: place)).decode() }
    }
}
