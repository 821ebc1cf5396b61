/// Documents of a given size, as JSON text.
enum SampleDocument: String, CaseIterable {
    /// Steps one after another, each of which reads the one before.
    case chain
    /// A branch with two arms of 4 steps every 9 nodes, joined by `then`.
    case mix

    func text(nodes count: Int) -> [UInt8] {
        var nodes: [String] = []
        var edges: [String] = []
        func edge(_ source: Int, _ target: Int, _ label: String? = nil) {
            let label = label.map { ",\"label\":\"\($0)\"" } ?? ""
            edges.append("{\"id\":\"e\(edges.count)\",\"source\":\"n\(source)\",\"target\":\"n\(target)\"\(label)}")
        }
        func step(_ index: Int, reading source: Int?) {
            let value = source.map { "{{n\($0).value}} + 1" } ?? "event.payload.start"
            let code = "const value = \(value);\\nreturn { value, label: `round ${value}` };"
            nodes.append(node(index, "step", "{\"code\":\"\(code)\"}"))
        }
        switch self {
        case .chain:
            for index in 0..<count {
                step(index, reading: index == 0 ? nil : index - 1)
                if index > 0 { edge(index - 1, index) }
            }
        case .mix:
            for start in stride(from: 0, to: count, by: 9) {
                let branches =
                    "[{\"label\":\"a\",\"condition\":\"event.payload.start > \(start)\"},{\"label\":\"b\",\"condition\":\"\"}]"
                nodes.append(node(start, "branch", "{\"branches\":\(branches)}"))
                for arm in 0..<2 {
                    for position in 0..<4 {
                        let index = start + 1 + arm * 4 + position
                        step(index, reading: position == 0 ? nil : index - 1)
                        if position == 0 { edge(start, index, arm == 0 ? "a" : "b") } else { edge(index - 1, index) }
                    }
                }
                if start + 9 < count { edge(start, start + 9, "then") }
            }
        }
        let metadata =
            "{\"name\":\"Sample\",\"version\":1,\"createdAt\":\"2026-11-01T09:00:00Z\",\"updatedAt\":\"2026-11-01T09:00:00Z\"}"
        let text =
            "{\"metadata\":\(metadata),\"entryNodeId\":\"n0\",\"nodes\":[\(nodes.joined(separator: ","))],\"edges\":[\(edges.joined(separator: ","))]}"
        return Array(text.utf8)
    }

    private func node(_ index: Int, _ type: String, _ data: String) -> String {
        "{\"id\":\"n\(index)\",\"type\":\"\(type)\",\"name\":\"Node \(index)\",\"position\":{\"x\":\(index),\"y\":0},"
            + "\"version\":\"1.0.0\",\"provider\":\"cloudflare\",\"data\":\(data)}"
    }
}
