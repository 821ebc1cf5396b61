import PluginHost
import Synchronization

/// Settings that are not valid, in the order in which they were read.
final class SettingProblems: Sendable {
    private let found = Mutex<[InvalidSetting]>([])

    var all: [InvalidSetting] { found.withLock { $0 } }

    func add(_ problem: InvalidSetting) { found.withLock { $0.append(problem) } }
}
