import Foundation
import JSON
import PluginMessages

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

        /// - Parameter time: That the plugin may take.
        func shutdown(within time: Duration?) async {
            let limit = max(Self.stopping, time ?? .zero)
            switch self {
            case .attached: break
            case .process(let plugin): await plugin.shutdown(within: time)
            case .inProcess(let plugin): await Self.shutdown(plugin, limit)
            case .onDemand(let plugin): if let plugin = await plugin.loaded { await Self.shutdown(plugin, limit) }
            }
        }

        private static func shutdown(_ plugin: InProcessPlugin, _ limit: Duration) async {
            let stopped = Latch()
            // The call blocks, so it must not hold a thread of the concurrency pool, and it may never return.
            Thread.detachNewThread {
                plugin.library.shutdown()
                stopped.open()
            }
            await CallDeadline.limit(limit) {
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

    /// In which a plugin notes how long it may take to stop.
    private static let announcing = Duration.seconds(2)

    /// - Parameter time: That the plugin may take to end what is in progress.
    func shutdown(within time: Duration?) async {
        guard let time, case .inProcess(let library) = runner, !plugin.manifest.providers.isEmpty else {
            return await runner.shutdown(within: time)
        }
        // One that does not know the call takes the time that it always takes.
        let params: JSONValue = ["seconds": .number(JSONNumber(time / .seconds(1)))]
        let answer = try? await library.call("plugin.stop", params, deadline: Self.announcing) { _, _ in }
        await runner.shutdown(within: answer == nil ? nil : time)
    }
}
