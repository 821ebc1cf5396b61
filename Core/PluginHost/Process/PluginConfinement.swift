import Confinement

/// How far a plugin is kept from what is not its own.
package struct PluginConfinement: Sendable, Equatable {
    package enum Level: String, Sendable, CaseIterable {
        /// It may do what the server may.
        case none
        /// Behind the walls that this kernel offers, which are not all.
        case partial
        /// Behind every wall.
        case full
    }

    package let level: Level
    /// One sentence a wall that does not exist.
    package let gaps: [String]

    init(of runner: PluginUnit.Runner, _ report: ConfinementReport) {
        guard case .process(let plugin) = runner, plugin.isConfined else {
            level = .none
            gaps = []
            return
        }
        gaps = report.gaps(of: "the plugin")
        level = gaps.isEmpty ? .full : .partial
    }
}
