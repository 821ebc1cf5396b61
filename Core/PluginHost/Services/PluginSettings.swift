import PluginMessages
import Values

/// Settings of plugins: `MILLRACE_<PLUGIN>_<NAME>` in the environment, or `<plugin>.<name>=<value>` or a
/// ``PluginFlag`` given to the server, which take precedence.
package struct PluginSettings: Sendable {
    private struct Given: Sendable {
        /// `nil` when only the name says whose it is.
        let plugin: String?
        /// In upper case: `PORT`, or with the plugin `LOCAL_PORT`.
        let name: String
        /// `nil` for a flag that stands alone.
        let value: String?
        let source: InvalidSetting.Source
        /// Whether the value is kept in a file, and may be a secret.
        var isInFile = false

        var isVariable: Bool { if case .variable = source { true } else { false } }

        /// How a flag sets it, which may do so once; `nil` for a variable, which there is once.
        var way: String? { isVariable ? nil : plugin ?? "" }

        func name(in plugin: String) -> String? {
            if let owner = self.plugin { return owner == plugin ? name : nil }
            let prefix = "\(PluginSettings.name(plugin))_"
            return name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : nil
        }
    }

    /// Later ones take precedence.
    private let given: [Given]

    /// No settings.
    package init() { given = [] }

    /// - Parameters:
    ///   - environment: Empty variables, and those without the prefix `MILLRACE_`, are ignored.
    ///   - files: The variables whose values are kept in files: no error shows them.
    /// - Throws: ``InvalidSetting`` for a given setting that is not `plugin.name=value`.
    package init(
        environment: [String: String], inFiles files: Set<String> = [], flags: [PluginFlag] = [], given: [String] = []
    ) throws(InvalidSetting) {
        var all = environment.sorted { $0.key < $1.key }.compactMap { variable, value in
            variable.hasPrefix(Self.prefix) && !value.isEmpty
                ? Given(
                    plugin: nil, name: String(variable.dropFirst(Self.prefix.count)), value: value,
                    source: .variable(variable), isInFile: files.contains(variable)) : nil
        }
        all += flags.map { Given(plugin: nil, name: $0.name, value: $0.value, source: .flag($0.option)) }
        for text in given {
            guard let equals = text.firstIndex(of: "="), let dot = text[..<equals].firstIndex(of: "."),
                dot > text.startIndex, text.index(after: dot) < equals
            else {
                throw InvalidSetting(
                    .flag("--plugin-setting"), .value(text, expected: "PLUGIN.NAME=VALUE, such as local.port=8788"))
            }
            all.append(
                Given(
                    plugin: String(text[..<dot]), name: Self.name(text[text.index(after: dot)..<equals]),
                    value: String(text[text.index(after: equals)...]),
                    source: .flag("--plugin-setting \(text[..<equals])")))
        }
        self.given = all
    }

    static let prefix = "MILLRACE_"

    /// The settings of one plugin, by name in upper case.
    ///
    /// - Parameter declared: The plugin's declarations; `nil` accepts any setting as it was written.
    /// - Throws: ``InvalidSetting`` for the first that the plugin does not declare, or whose value is not valid.
    package func values(
        of plugin: String, declared: [SettingDefinition]? = nil
    ) throws(InvalidSetting) -> [String: String] {
        let (values, problems) = read(plugin, declared)
        if let problem = problems.first { throw problem }
        return values
    }

    private func read(
        _ plugin: String, _ declared: [SettingDefinition]?
    ) -> (values: [String: String], problems: [InvalidSetting]) {
        var values: [String: String] = [:]
        var problems: [InvalidSetting] = []
        var flags: Set<[String]> = []
        // A variable of a former name has no effect beside one of the name.
        let variables = Set(given.compactMap { $0.isVariable ? $0.name(in: plugin) : nil })
        for setting in given {
            guard let name = setting.name(in: plugin) else { continue }
            let definition = declared?.first { $0.name == name || $0.aliases?.contains(name) == true }
            if let way = setting.way, !flags.insert([way, definition?.name ?? name]).inserted {
                problems.append(InvalidSetting(setting.source, .repeated))
                continue
            }
            guard let declared else {
                values[name] = setting.value ?? "1"
                continue
            }
            guard let definition else {
                let names = declared.map { setting.source.spelling($0, of: plugin) }
                problems.append(
                    InvalidSetting(setting.source, .unknown(nearest: setting.source.nearest(among: names))))
                continue
            }
            guard let text = setting.value ?? (definition.type == .boolean ? "1" : nil) else {
                problems.append(InvalidSetting(setting.source, .missing(expected: definition.allowed)))
                continue
            }
            guard let value = definition.value(of: text) else {
                problems.append(
                    InvalidSetting(
                        setting.source,
                        setting.isInFile
                            ? .content(expected: definition.allowed) : .value(text, expected: definition.allowed)))
                continue
            }
            if setting.isVariable, name != definition.name, variables.contains(definition.name) { continue }
            values[definition.name] = value
        }
        return (values, problems)
    }

    /// Checks every setting before plugins are loaded.
    ///
    /// - Parameters:
    ///   - manifests: Of the plugins that will be loaded.
    ///   - others: The ids of plugins that may be loaded later; their settings are checked then.
    ///   - known: Variables that something else reads; `nil` ignores variables that are of no plugin.
    ///   - server: The settings that are not of plugins, for suggestions.
    /// - Throws: ``InvalidSetting`` for the first that is of no plugin, or that its plugin does not accept.
    package func check(
        _ manifests: [Manifest], others: [String] = [], known: [String]? = [], server: [SettingDefinition] = []
    ) throws(InvalidSetting) {
        if let problem = problems(manifests, others: others, known: known, server: server).first { throw problem }
    }

    /// All that ``check(_:others:known:server:)`` would refuse, in its order.
    package func problems(
        _ manifests: [Manifest], others: [String] = [], known: [String]? = [], server: [SettingDefinition] = []
    ) -> [InvalidSetting] {
        var problems = manifests.flatMap { read($0.id, $0.settings).problems }
        let ids = manifests.map(\.id) + others
        for setting in given where !ids.contains(where: { setting.name(in: $0) != nil }) {
            if case .variable(let name) = setting.source, known?.contains(name) != false { continue }
            let names =
                server.map { setting.source.spelling($0) }
                + manifests.flatMap { manifest in
                    (manifest.settings ?? []).map { setting.source.spelling($0, of: manifest.id) }
                }
            problems.append(InvalidSetting(setting.source, .unknown(nearest: setting.source.nearest(among: names))))
        }
        return problems
    }

    static func name(_ text: some StringProtocol) -> String {
        String(text.uppercased().map { $0 == "-" ? "_" : $0 })
    }
}
