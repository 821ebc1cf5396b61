import Configuration
import Foundation
import PluginHost

/// Reads settings: a flag takes precedence over the variable, and the variable over the default.
struct SettingReader: Sendable {
    static let prefix = "MILLRACE_"

    /// Read once: a file may be a pipe.
    private let found: Result<[String: String], InvalidSetting>
    /// The variables whose values are not in files, which may be secrets.
    private let given: Set<String>
    /// Where values that are not valid go, so that all are found: reading goes on with defaults. `nil` throws the first.
    let problems: SettingProblems?

    /// - Parameter environment: Empty variables count as absent; values in files are read.
    init(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        collectingIn problems: SettingProblems? = nil
    ) {
        let given = environment.filter { !$0.value.isEmpty }
        var found = Result { () throws(InvalidSetting) in try VariableFiles.resolve(given) }
        if let problems, case .failure(let problem) = found {
            problems.add(problem)
            found = .success(given)
        }
        self.found = found
        self.given = Set(given.keys)
        self.problems = problems
    }

    /// Every variable, with the values of those that are kept in files.
    /// - Throws: `InvalidSetting` for a file that cannot be read.
    var environment: [String: String] {
        get throws(InvalidSetting) { try found.get() }
    }

    /// The variables whose values are kept in files.
    var variablesInFiles: Set<String> {
        get throws(InvalidSetting) { Set(try environment.keys).subtracting(given) }
    }

    /// - Parameter standard: What reading goes on with after a problem.
    func collecting<Value>(
        _ standard: Value, _ body: () throws(InvalidSetting) -> Value
    ) throws(InvalidSetting) -> Value {
        do { return try body() } catch {
            let error = hidingContent(error)
            guard let problems else { throw error }
            problems.add(error)
            return standard
        }
    }

    /// The error without a value that was read from a file.
    private func hidingContent(_ error: InvalidSetting) -> InvalidSetting {
        guard case .variable(let name) = error.source, case .value(_, let expected) = error.problem,
            !given.contains(name)
        else { return error }
        return InvalidSetting(error.source, .content(expected: expected))
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
            try variables(separatedBy: definition.separator),
        ])
        do throws(Setting<Value>.Refusal) {
            return try setting.read(config.stringArray(forKey: key) ?? [])
        } catch {
            let invalid = hidingContent(
                InvalidSetting(
                    flags.isEmpty ? .variable(Self.prefix + definition.name) : .flag("--\(definition.flag)"),
                    .value(error.text, expected: definition.allowed)))
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
    private func variables(separatedBy separator: String?) throws(InvalidSetting) -> EnvironmentVariablesProvider {
        EnvironmentVariablesProvider(
            environmentVariables: try environment, arraySeparator: separator?.first ?? "\0")
    }
}
