import Platform
import PluginMessages
import Storage

/// A run that was just started.
struct StartedRun {
    let run: Run
    let warnings: [String]

    static let shape = Shape<StartedRun>("StartedRun") {
        Run.shape.members(of: \.run)
        Member(
            "warnings", .list(of: .text).example([]), \.warnings,
            "Possible problems: a member of the body that is not used, an integer beyond 2^53 in the params.")
    }
}
