import JSON
import PluginMessages
import Synchronization

/// The processes of one plugin: that of the installation, and one for each organization that has installed its package, so
/// that what one of them makes of it does not affect others.
final class PluginProcesses: PluginConnection {
    /// Makes the process of an owner, which starts when it is called.
    /// - Parameters:
    ///   - owner: The organization; `nil`: the installation.
    ///   - isServing: Whether the server serves already.
    ///   - predecessor: Opens when the process that worked in its data folder has ended; `nil`: there was none.
    typealias Make = @Sendable (_ owner: String?, _ isServing: Bool, _ predecessor: Latch?) -> ProcessPlugin

    private struct State {
        /// What the library told when it was inspected.
        var manifest: JSONValue
        var make: Make
        /// That serves the calls of no organization.
        var shared: ProcessPlugin
        var owned: [String: ProcessPlugin] = [:]
        /// Of organizations that have the plugin no more: what they have in its place, which gets the calls of those who still
        /// hold the view from before.
        var released: [String: PluginProcesses?] = [:]
        var predecessors: [String: Latch] = [:]
    }

    let isConfined: Bool
    private let state: Mutex<State>

    init(_ manifest: JSONValue, isConfined: Bool, make: @escaping Make) {
        self.isConfined = isConfined
        state = Mutex(State(manifest: manifest, make: make, shared: make(nil, false, nil)))
    }

    /// What the library told when it was inspected last.
    var manifest: JSONValue { state.withLock { $0.manifest } }

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
    /// - Throws: `plugin.removed` where the organization has the plugin no more.
    func process(of owner: String) throws(PluginFailure) -> ProcessPlugin {
        let (process, successor) = state.withLock { state -> (ProcessPlugin?, PluginProcesses?) in
            if let process = state.owned[owner] { return (process, nil) }
            if let successor = state.released[owner] { return (nil, successor) }
            let process = state.make(owner, true, state.predecessors.removeValue(forKey: owner))
            state.owned[owner] = process
            return (process, nil)
        }
        if let process { return process }
        guard let successor else { throw .removed }
        return try successor.process(of: owner)
    }

    /// Lets an organization call the plugin.
    /// - Parameter predecessor: Opens when the process that works in the same data folder has ended.
    func open(for owner: String, after predecessor: Latch?) {
        state.withLock { state in
            state.released[owner] = nil
            if state.owned[owner] == nil { state.predecessors[owner] = predecessor }
        }
    }

    private var shared: ProcessPlugin { state.withLock { $0.shared } }

    /// The installation's, and those of organizations, by id.
    var all: [(owner: String?, process: ProcessPlugin)] {
        let (shared, owned) = state.withLock { ($0.shared, $0.owned) }
        return [(nil, shared)] + owned.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Lets what is called from now on be another content of the library. Calls in flight go on.
    /// - Returns: The processes that nobody calls any more.
    func replace(_ manifest: JSONValue, isServing: Bool, make: @escaping Make) -> [ProcessPlugin] {
        state.withLock { state in
            let old = [state.shared] + state.owned.values
            state.manifest = manifest
            state.make = make
            state.shared = make(nil, isServing, nil)
            state.owned = [:]
            return old
        }
    }

    /// Starts over, whatever happened before.
    func restart() async throws(PluginFailure) {
        let (shared, owned) = state.withLock { ($0.shared, Array($0.owned.values)) }
        // One that serves organizations only has no other process.
        let isIdle = await shared.state == .idle
        if owned.isEmpty || !isIdle { try await shared.restart() }
        for process in owned { try await process.restart() }
    }

    /// Ends the process of an organization that has the plugin no more, after its calls in flight.
    /// - Parameter successor: What it has in its place.
    func release(_ owner: String, for successor: PluginProcesses? = nil) async {
        let process = state.withLock { state in
            state.released.updateValue(successor, forKey: owner)
            state.predecessors[owner] = nil
            return state.owned.removeValue(forKey: owner)
        }
        await process?.remove()
    }

    /// Ends all for good, once their calls in flight are over.
    func remove() async {
        await withTaskGroup { group in for (_, process) in all { group.addTask { await process.remove() } } }
    }

    /// Ends all, and the calls in flight.
    /// - Parameter time: That the plugin may take to end what is in progress.
    func shutdown(within time: Duration?) async {
        await withTaskGroup { group in
            for (_, process) in all { group.addTask { await process.shutdown(within: time) } }
        }
    }
}
