import Storage
import Synchronization

/// The states of resources, for reads and for changes that depend on them.
package struct ResourceStates: Sendable {
    let storage: any StorageDriver

    /// - Returns: `nil` for what is not there for the caller.
    package func get(_ name: ResourceName, for caller: Caller) async throws -> ResourceState? {
        try await storage.read { try $0.state(of: name, for: caller) }
    }

    /// Reads something, and the state of a resource in the first read of it: of the same state of the database, so that whoever
    /// changes the resource by the state has seen what it stands for.
    /// - Parameter read: Its first read is of the resource.
    /// - Returns: The result, and the state; `nil` for what is not there for the caller.
    package func reading<Result: Sendable>(
        _ name: ResourceName, for caller: Caller, _ read: () async throws -> Result
    ) async throws -> (result: Result, state: ResourceState?) {
        let found = ChangedState()
        let first = FirstRead { found.keep(try $0.state(of: name, for: caller)) }
        let result = try await FirstRead.$current.withValue(first, operation: read)
        return (result, found.state)
    }

    /// Makes a change if the state allows it; the check is a part of the change's first transaction.
    /// - Parameters:
    ///   - check: Throws for a state that does not allow the change.
    ///   - change: Makes the change.
    /// - Returns: The result, and the state that the first transaction left; `nil` if it deleted the resource.
    package func change<Result: Sendable>(
        _ name: ResourceName, for caller: Caller, check: @escaping @Sendable (ResourceState) throws -> Void,
        _ change: () async throws -> Result
    ) async throws -> (result: Result, state: ResourceState?) {
        // Before it begins, too: a change may ask a provider before it writes anything.
        if let now = try await get(name, for: caller) { try check(now) }
        let left = ChangedState()
        let transaction = FirstTransaction(within: .current) { database in
            if let now = try database.state(of: name, for: caller) { try check(now) }
        } after: { database in
            left.keep(try database.state(of: name, for: caller))
        }
        let result = try await FirstTransaction.$current.withValue(transaction) { try await change() }
        return (result, left.state)
    }

    private final class ChangedState: Sendable {
        private let kept = Mutex<ResourceState?>(nil)

        var state: ResourceState? { kept.withLock { $0 } }

        func keep(_ state: ResourceState?) { kept.withLock { $0 = state } }
    }
}

extension PlatformError {
    /// - Parameter header: The one that does not hold.
    package static func precondition(_ header: String) -> PlatformError {
        PlatformError(
            .preconditionFailed,
            "Precondition \(header) failed: the resource has changed. Get it again and repeat the request with its "
                + "ETag."
        )
    }
}
