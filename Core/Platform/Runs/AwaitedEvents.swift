import JSON
import Values

/// The types of the events that a workflow's nodes wait for.
struct AwaitedEvents {
    /// In the order of the nodes.
    private let types: [String]
    /// Whether code waits for events, of whatever type.
    private let isOpen: Bool

    /// - Parameter ir: The version's document.
    init(ir: String) throws {
        let nodes = try JSONValue(parsing: ir)["nodes"]?.array ?? []
        var seen: Set<String> = []
        types = nodes.lazy.filter { $0["type"]?.string == "wait_for_event" }
            .compactMap { $0["data"]?["eventType"]?.string }.filter { seen.insert($0).inserted }
        isOpen = nodes.contains { $0["data"]?["code"]?.string?.contains("waitForEvent") == true }
    }

    /// - Returns: `nil` when the type is, or may be, waited for.
    func warning(about type: String) -> String? {
        guard !isOpen, !types.contains(type) else { return nil }
        let kept = "type: No node of the workflow waits for an event of the type \"\(type)\""
        guard !types.isEmpty else { return "\(kept): it has no wait_for_event node." }
        let nearest = NearestName.nearest(to: type, among: types).map { " Did you mean \"\($0)\"?" } ?? ""
        return "\(kept); its nodes wait for \(types.joined(separator: ", ")).\(nearest)"
    }
}
