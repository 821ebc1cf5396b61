import Hummingbird

/// A path that is there, by another method.
struct MethodNotAllowed: Error {
    /// What the path takes.
    let allowed: [HTTPRequest.Method]
}

extension Router {
    /// Answers other methods on known paths, which would otherwise look like unknown paths.
    func refuseOtherMethods(of operations: [Operation]) {
        for (path, operations) in Dictionary(grouping: operations, by: \.path) {
            var allowed = operations.map(\.method)
            if allowed.contains(.get) { allowed.append(.head) }
            let error = MethodNotAllowed(allowed: allowed)
            for method in [.get, .head, .post, .put, .patch, .delete, .options] as [HTTPRequest.Method]
            where !allowed.contains(method) {
                on(RouterPath(path), method: method) { _, _ -> Response in throw error }
            }
        }
    }
}
