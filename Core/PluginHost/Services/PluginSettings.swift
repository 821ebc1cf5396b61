/// Settings of plugins: `MILLRACE_<PLUGIN>_<NAME>` in the environment, or `<plugin>.<name>=<value>` or a
/// ``PluginFlag`` given to the server, which win.
package struct PluginSettings: Sendable {
    private let environment: [String: String]
    private let given: [(plugin: String, name: String, value: String)]

    /// None at all.
    package init() {
        environment = [:]
        given = []
    }

    /// - Throws: ``Malformed`` for a given setting that is not `plugin.name=value`.
    package init(
        environment: [String: String], flags: [PluginFlag] = [], given: [String] = []
    ) throws(Malformed) {
        self.environment = environment.merging(flags.map { ($0.variable, $0.value) }) { $1 }
        var settings: [(plugin: String, name: String, value: String)] = []
        for text in given {
            guard let equals = text.firstIndex(of: "="), let dot = text[..<equals].firstIndex(of: "."),
                dot > text.startIndex, text.index(after: dot) < equals
            else { throw Malformed(text: text) }
            settings.append(
                (
                    plugin: String(text[..<dot]), name: Self.name(text[text.index(after: dot)..<equals]),
                    value: String(text[text.index(after: equals)...])
                ))
        }
        self.given = settings
    }

    package struct Malformed: Error, CustomStringConvertible {
        package let text: String
        package var description: String { "\"\(text)\" is no plugin setting: write plugin.name=value" }
    }

    /// The settings of one plugin, by name in upper case.
    func values(of plugin: String) -> [String: String] {
        let prefix = "MILLRACE_\(Self.name(plugin))_"
        var values: [String: String] = [:]
        for (name, value) in environment where name.hasPrefix(prefix) {
            values[String(name.dropFirst(prefix.count))] = value
        }
        for setting in given where setting.plugin == plugin { values[setting.name] = setting.value }
        return values
    }

    static func name(_ text: some StringProtocol) -> String {
        String(text.uppercased().map { $0 == "-" ? "_" : $0 })
    }
}
