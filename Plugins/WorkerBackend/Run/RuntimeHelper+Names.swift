extension RuntimeHelper {
    /// Whether a helper declares the name in a module.
    static func declares(_ name: String) -> Bool { name.hasPrefix("$") && allNames.contains(name) }

    /// What a helper declares in its module: functions, classes and constants.
    var names: Set<String> {
        Set(
            source.split(separator: "\n").compactMap { line in
                line.prefixMatch(of: /(?:async )?(?:function|class|const) (\$\w+)/).map { String($0.1) }
            })
    }

    private static let allNames = allCases.reduce(into: Set<String>()) { $0.formUnion($1.names) }
}
