import PluginMessages
import Storage

/// The key with which a deployment asks the server for tokens.
enum TokenKey {
    /// The variables that a program has for it.
    static let variable = "MILLRACE_TOKEN_KEY"
    static let address = "MILLRACE_TOKEN_URL"

    static func variables(_ key: String?, of deployment: DeploymentID, at address: String?) -> [EnvironmentVariable] {
        guard let key, let address else { return [] }
        return [
            EnvironmentVariable(name: variable, value: key, isSecret: true),
            EnvironmentVariable(name: self.address, value: "\(address)/api/tokens/\(deployment)", isSecret: false),
        ]
    }
}
