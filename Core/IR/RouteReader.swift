import JSON
import PluginMessages

/// Sorts a node's edges into the arms of a container and what runs next, and checks their labels.
struct RouteReader {
    private static let next = "then"

    func routes(of node: WorkflowNode, _ edges: [WorkflowEdge], _ problems: inout Problems) -> Routes {
        switch node.builtIn {
        case .branch: return branch(node, edges, &problems)
        case .parallel, .race: return concurrent(node, edges, &problems)
        case .loop: return labelled(node, edges, needed: ["body"], &problems)
        case .tryCatch: return labelled(node, edges, needed: ["try", "catch"], optional: "finally", &problems)
        case .step, .sleep, .sleepUntil, .httpRequest, .waitForEvent, .exit, .subWorkflow, .subScript, nil:
            warn(node, edges, &problems)
            return Routes(next: edges.map(\.target))
        }
    }

    private func branch(_ node: WorkflowNode, _ edges: [WorkflowEdge], _ problems: inout Problems) -> Routes {
        let labels = (node.data["branches"]?.array ?? []).map { $0["label"]?.string ?? "" }
        return routes(node, edges, labels: labels, &problems)
    }

    private func labelled(
        _ node: WorkflowNode, _ edges: [WorkflowEdge], needed: [String], optional: String? = nil,
        _ problems: inout Problems
    ) -> Routes {
        let hasOptional = edges.contains { $0.label == optional && optional != nil }
        let labels = needed + (hasOptional ? [optional ?? ""] : [])
        let routes = routes(node, edges, labels: labels, optional: optional, &problems)
        for arm in routes.arms where arm.starts.isEmpty {
            problems.error(
                "ir.container.arm", "\"\(node.id)\" needs an edge with the label \"\(arm.label)\".", at: node.place,
                node: node.id)
        }
        return routes
    }

    private func concurrent(_ node: WorkflowNode, _ edges: [WorkflowEdge], _ problems: inout Problems) -> Routes {
        var routes = Routes()
        for edge in edges {
            if edge.label == Self.next {
                routes.next.append(edge.target)
            } else {
                routes.arms.append(Routes.Arm(label: edge.label ?? "", starts: [edge.target]))
            }
        }
        if routes.arms.isEmpty {
            problems.warning(
                "ir.container.noArms", "\"\(node.id)\" has no arms. Add an edge without a label for each.",
                at: node.place, node: node.id)
        }
        warn(node, edges.filter { $0.label == Self.next }, &problems)
        return routes
    }

    private func routes(
        _ node: WorkflowNode, _ edges: [WorkflowEdge], labels: [String], optional: String? = nil,
        _ problems: inout Problems
    ) -> Routes {
        var routes = Routes(arms: labels.map { Routes.Arm(label: $0, starts: []) })
        for edge in edges {
            if let arm = labels.firstIndex(where: { $0 == edge.label }) {
                routes.arms[arm].starts.append(edge.target)
                if routes.arms[arm].starts.count == 2 { warn(node, edge, &problems) }
            } else if edge.label == Self.next {
                routes.next.append(edge.target)
                if routes.next.count == 2 { warn(node, edge, &problems) }
            } else {
                // An arm whose label is missing has been reported.
                let names = (labels + (optional.map { labels.contains($0) ? [] : [$0] } ?? []) + [Self.next])
                    .filter { !$0.isEmpty }
                let known = names.map { "\"\($0)\"" }.joined(separator: ", ")
                let hint = edge.label.map { NearestName.hint(for: $0, among: names) } ?? ""
                let found = edge.label.map { "\"\($0)\"" } ?? "none"
                problems.error(
                    "ir.edge.label",
                    "An edge out of \"\(node.id)\" must have one of the labels \(known), not \(found).\(hint)",
                    at: edge.label == nil ? edge.place : edge.place.member("label"), node: node.id)
            }
        }
        return routes
    }

    private func warn(_ node: WorkflowNode, _ edges: [WorkflowEdge], _ problems: inout Problems) {
        if edges.count > 1 { warn(node, edges[1], &problems) }
    }

    private func warn(_ node: WorkflowNode, _ edge: WorkflowEdge, _ problems: inout Problems) {
        problems.warning(
            "ir.edge.fanOut",
            "Node \"\(node.id)\" has several outgoing edges: their targets run one after another, in the order of the "
                + "edges. Use a \"parallel\" node to run them concurrently.", at: edge.place, node: node.id)
    }
}
