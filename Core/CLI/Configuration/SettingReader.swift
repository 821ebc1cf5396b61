import Configuration
import Foundation
import PluginHost

/// Reads settings: a flag takes precedence over the variable, and the variable over the default.
struct SettingReader: Sendable {
    static let prefix = "MILLRACE_"

    /// Without empty variables, which count as absent; with the credentials of systemd that are named like variables.
    let environment: [String: String]
    /// Where values that are not valid go, so that all are found: reading goes on with defaults. `nil` throws the first.
    let problems: SettingProblems?

    init(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        collectingIn problems: SettingProblems? = nil
    ) {
        let variables = environment.filter { !$0.value.isEmpty }
        self.environment = Self.credentials(environment).merging(variables) { $1 }
        self.problems = problems
    }

    /// Files named `MILLRACE_…` in the folder that systemd names (systemd.exec(5), "CREDENTIALS"), without the end of the line.
    private static func credentials(_ environment: [String: String]) -> [String: String] {
        guard let folder = environment["CREDENTIALS_DIRECTORY"], !folder.isEmpty else { return [:] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return Dictionary(
            uniqueKeysWithValues: names.filter { $0.hasPrefix(prefix) }.compactMap { name in
                let text = try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
                return text.map { (name, $0.trimmingCharacters(in: .newlines)) }
            })
    }

    /// - Parameter standard: What reading goes on with after a problem.
    func collecting<Value>(
        _ standard: Value, _ body: () throws(InvalidSetting) -> Value
    ) throws(InvalidSetting) -> Value {
        do { return try body() } catch {
            guard let problems else { throw error }
            problems.add(error)
            return standard
        }
    }

    /// - Parameter flags: The values of the setting's flag, in order; empty when it is not given.
    /// - Throws: `InvalidSetting`, by the name of the flag or variable that has the value.
    func value<Value>(_ setting: Setting<Value>, _ flags: [String]) throws(InvalidSetting) -> Value {
        let definition = setting.definition
        let key = ConfigKey([Self.prefix.lowercased() + definition.name.lowercased()])
        let config = ConfigReader(providers: [
            InMemoryProvider(
                name: "flags",
                values: flags.isEmpty
                    ? [:] : [AbsoluteConfigKey(key): ConfigValue(.stringArray(flags), isSecret: false)]),
            variables(separatedBy: definition.separator),
        ])
        do throws(Setting<Value>.Refusal) {
            return try setting.read(config.stringArray(forKey: key) ?? [])
        } catch {
            let invalid = InvalidSetting(
                flags.isEmpty ? .variable(Self.prefix + definition.name) : .flag("--\(definition.flag)"),
                .value(error.text, expected: definition.allowed))
            guard let problems, let standard = try? setting.read([]) else { throw invalid }
            problems.add(invalid)
            return standard
        }
    }

    func value<Value>(_ setting: Setting<Value>, _ flag: String?) throws(InvalidSetting) -> Value {
        try value(setting, flag.map { [$0] } ?? [])
    }

    /// - Parameter flag: Whether it is given.
    func value(_ setting: Setting<Bool>, _ flag: Bool) throws(InvalidSetting) -> Bool {
        try value(setting, flag ? ["true"] : [])
    }

    /// A variable of one value is never split: NUL cannot occur in the environment.
    private func variables(separatedBy separator: String?) -> EnvironmentVariablesProvider {
        EnvironmentVariablesProvider(
            environmentVariables: environment, arraySeparator: separator?.first ?? "\0")
    }
}
