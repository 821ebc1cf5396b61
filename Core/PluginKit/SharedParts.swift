import Synchronization

/// The values that the parts of a plugin share, by type. Parts are created one after another, when the host configures
/// the plugin.
final class SharedParts: Sendable {
    private let parts = Mutex<[ObjectIdentifier: any Sendable]>([:])

    func part<Part: Sendable>(_ make: () throws -> Part) rethrows -> Part {
        if let part = parts.withLock({ $0[ObjectIdentifier(Part.self)] }) as? Part { return part }
        let part = try make()
        parts.withLock { $0[ObjectIdentifier(Part.self)] = part }
        return part
    }
}
