import Crypto
import JSON
import PluginMessages
import Storage
import Values

/// Which values a deployment has of the environment variables: hashes, which a deployment seals.
struct DeployedVariables: Codable, Sendable {
    private let salt: String
    /// By name.
    private let hashes: [String: String]

    init(_ variables: [EnvironmentVariable]) {
        let salt = Identifier<Self>.make().text
        self.salt = salt
        hashes = Dictionary(
            variables.map { ($0.name, Self.hash($0.value, salt)) }, uniquingKeysWith: { _, last in last })
    }

    /// The variables of the deployment whose values are others now, by name.
    func changes(to variables: [EnvironmentVariable]) -> [String: StaleDeployment.Change] {
        let now = Dictionary(variables.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
        return hashes.reduce(into: [:]) { changes, variable in
            guard let value = now[variable.key] else { return changes[variable.key] = .removed }
            if Self.hash(value, salt) != variable.value { changes[variable.key] = .changed }
        }
    }

    private static func hash(_ value: String, _ salt: String) -> String {
        Hex.text(Array(SHA256.hash(data: Array("\(salt)\0\(value)".utf8))))
    }
}

extension DeploymentRecord {
    private var place: SecretPlace { SealedColumn.deployedVariables.place(id.text) }

    mutating func seal(_ variables: [EnvironmentVariable], by secrets: SecretBox) throws {
        self.variables = try secrets.seal(JSONValue(encoding: DeployedVariables(variables)).text, at: place)
    }

    /// `nil` for a deploy of an earlier release.
    func deployedVariables(_ secrets: SecretBox) throws -> DeployedVariables? {
        try variables.map { try JSONValue(parsing: secrets.open($0, at: place)).decode() }
    }
}
