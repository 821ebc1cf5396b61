import Foundation
import PluginMessages

/// A library to load.
package struct PluginCandidate: Sendable {
    package let path: String
    package let origin: PluginOrigin
    package let isolation: PluginIsolation

    package init(path: String, origin: PluginOrigin, isolation: PluginIsolation) {
        self.path = path
        self.origin = origin
        self.isolation = isolation
    }
}

/// A plugin and what runs it.
struct PluginUnit: Sendable {
    enum Runner: Sendable {
        case inProcess(InProcessPlugin)
        case process(PluginProcesses)
        /// In this process once it is called.
        case onDemand(OnDemandPlugin)
        /// Part of this program: it has no library.
        case attached

        var isolation: PluginIsolation {
            switch self {
            case .inProcess, .onDemand, .attached: .inProcess
            case .process: .process
            }
        }

        func shutdown() async {
            switch self {
            case .attached: break
            case .process(let plugin): await plugin.shutdown()
            case .inProcess(let plugin): await Self.shutdown(plugin)
            case .onDemand(let plugin): if let plugin = await plugin.loaded { await Self.shutdown(plugin) }
            }
        }

        private static func shutdown(_ plugin: InProcessPlugin) async {
            let stopped = Latch()
            // The call blocks, so it must not hold a thread of the concurrency pool, and it may never return.
            Thread.detachNewThread {
                plugin.library.shutdown()
                stopped.open()
            }
            await CallDeadline.limit(stopping) {
                await stopped.wait()
            } onTimeout: {
                stopped.open()
            }
        }

        /// For a library of this process to stop its work; a process of its own has its own limit.
        private static let stopping = Duration.seconds(30)
    }

    let plugin: LoadedPlugin
    let runner: Runner
    let connection: MeasuredConnection
}

/// A plugin that is loaded and contributes nothing yet: ``PluginHost/publish(_:)`` cannot fail for want of a library.
package struct StagedPlugin: Sendable {
    let unit: PluginUnit

    package var manifest: Manifest { unit.plugin.manifest }
    package var isolation: PluginIsolation { unit.runner.isolation }
}
