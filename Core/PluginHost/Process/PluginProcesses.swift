import JSON
import PluginMessages
import Synchronization

/// The processes of one plugin: that of the installation, and one for each organization that has installed its package, so
/// that what one of them makes of it is no other's affair.
final class PluginProcesses: PluginConnection {
    /// - Parameter owner: The organization; `nil`: the installation.
    typealias Make = @Sendable (_ owner: String?) -> ProcessPlugin

    private struct State {
        var all: [String: ProcessPlugin] = [:]
    }

    let isConfined: Bool
    /// That serves the calls of no organization.
    private let shared: ProcessPlugin
    private let make: Make
    private let state = Mutex(State())

    init(isConfined: Bool, make: @escaping Make) {
        self.isConfined = isConfined
        self.make = make
        shared = make(nil)
    }

    func call(
        _ method: String, _ params: JSONValue, deadline: Duration,
        event: @escaping @Sendable (String, JSONValue) -> Void
    ) async throws(PluginFailure) -> JSONValue {
        try await shared.call(method, params, deadline: deadline, event: event)
    }

    func exchange(
        _ method: String, _ params: [UInt8], deadline: Duration,
        event: @escaping @Sendable (String, JSONValue) -> Void
    ) async throws(PluginFailure) -> [UInt8] {
        try await shared.exchange(method, params, deadline: deadline, event: event)
    }

    /// The process of an organization, which starts with its first call.
    func process(of owner: String) -> ProcessPlugin {
        state.withLock { state in
            if let process = state.all[owner] { return process }
            let process = make(owner)
            state.all[owner] = process
            return process
        }
    }

    /// The installation's, if it does anything, and those of organizations, by id.
    var all: [(owner: String?, process: ProcessPlugin)] {
        let owned = state.withLock { $0.all }.sorted { $0.key < $1.key }
        return [(nil, shared)] + owned.map { ($0.key, $0.value) }
    }

    /// Starts over, whatever happened before.
    func restart() async throws(PluginFailure) {
        let owned = state.withLock { Array($0.all.values) }
        // One that serves organizations only has no other process.
        let isIdle = await shared.state == .idle
        if owned.isEmpty || !isIdle { try await shared.restart() }
        for process in owned { try await process.restart() }
    }

    /// Ends the process of an organization that has the plugin no more, after its calls in flight.
    func release(_ owner: String) async {
        await state.withLock { $0.all.removeValue(forKey: owner) }?.remove()
    }

    /// Ends all for good, once their calls in flight are over.
    func remove() async {
        await withTaskGroup { group in for (_, process) in all { group.addTask { await process.remove() } } }
    }

    /// Ends all, and the calls in flight.
    func shutdown() async {
        await withTaskGroup { group in for (_, process) in all { group.addTask { await process.shutdown() } } }
    }
}
