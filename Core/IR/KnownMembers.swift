import JSON
import PluginMessages
import Values

/// The members of one kind of object of a document. Others are kept and have no meaning: a warning names what they may
/// have been meant for.
struct KnownMembers: Sendable {
    /// What such an object is called: `An edge`.
    let owner: String
    let names: [String]
    /// What editors keep there for themselves.
    var editors: Set<String> = []
    /// Where something is written that other tools, or other places of a document, write here.
    var elsewhere: [String: String] = [:]

    /// Whether people keep there what they like: only what is nearly a known name is reported.
    var isOpen = false

    /// Members of everybody's own: no warning is about `$schema`, `_comment` or `x-owner`.
    private static let ownPrefixes = ["$", "_", "x-"]

    /// - Parameter meant: What a member that is not known means on this object only.
    func report(
        _ object: JSONObject, at place: @autoclosure () -> Place, node: String? = nil, _ problems: inout Problems,
        meant: (String) -> String? = { _ in nil }
    ) {
        for member in object.members where !names.contains(member.key) {
            let key = member.key
            guard !editors.contains(key), !Self.ownPrefixes.contains(where: key.hasPrefix) else { continue }
            if isOpen, NearestName.nearest(to: key, among: names) == nil { continue }
            problems.warning(
                "ir.member.unknown", message(key, meant: meant(key) ?? elsewhere[key]), at: place().member(key),
                node: node)
        }
    }

    private func message(_ key: String, meant: String?) -> String {
        let unused = "\"\(key)\" is not used"
        if let meant = meant ?? NearestName.nearest(to: key, among: names) {
            return "\(unused); did you mean \(meant.contains(" ") ? meant : "\"\(meant)\"")?"
        }
        guard !names.isEmpty else { return "\(unused); \(owner) has no members." }
        return "\(unused); \(owner) has \(names.joined(separator: ", "))."
    }
}

extension KnownMembers {
    static let document = KnownMembers(
        owner: "a document", names: ["kind", "metadata", "nodes", "edges", "entryNodeId", "trigger"],
        editors: ["id", "name", "description", "version", "viewport", "ui", "editor", "groups", "notes", "tags"],
        elsewhere: [
            "schedule": "trigger", "cron": "trigger", "triggers": "trigger", "on": "trigger", "webhook": "trigger",
            "steps": "nodes", "tasks": "nodes", "connections": "edges", "links": "edges", "type": "kind",
            "entry": "entryNodeId", "start": "entryNodeId",
            "triggerCode": Self.workflowMember("triggerCode"), "dependencies": Self.workflowMember("dependencies"),
            "envVars": Self.workflowMember("envVars"), "env": Self.workflowMember("envVars"),
            "deployConfig": Self.workflowMember("deployConfig"),
        ])

    static let metadata = KnownMembers(
        owner: "metadata", names: ["name", "version", "createdAt", "updatedAt", "description"],
        editors: ["created", "updated", "createdBy", "updatedBy", "versions"], isOpen: true)

    private static func workflowMember(_ name: String) -> String {
        "the workflow's \(name) (PATCH /api/workflows/:workflowId)"
    }

    static let node = KnownMembers(
        owner: "a node",
        names: ["id", "type", "name", "position", "version", "provider", "data", "config"],
        editors: [
            "label", "description", "notes", "icon", "color", "ui", "width", "height", "measured", "selected",
            "selectable",
            "dragging", "draggable", "connectable", "deletable", "focusable", "hidden", "style", "className",
            "positionAbsolute", "sourcePosition", "targetPosition", "dragHandle", "zIndex", "extent", "parentId",
            "parentNode", "expandParent", "handles", "origin", "ariaLabel", "resizing",
        ],
        elsewhere: [
            "retries": "config.retries", "retry": "config.retries", "timeout": "config.timeout", "params": "data",
            "parameters": "data", "inputs": "data", "settings": "data",
        ])

    static let edge = KnownMembers(
        owner: "an edge", names: ["id", "source", "target", "label"],
        editors: [
            "type", "data", "sourceHandle", "targetHandle", "sourceNode", "targetNode", "animated", "hidden", "style",
            "className", "selected", "selectable", "deletable", "focusable", "reconnectable", "updatable", "zIndex",
            "markerStart", "markerEnd", "labelStyle", "labelShowBg", "labelBgStyle", "labelBgPadding", "ui",
            "description",
            "labelBgBorderRadius", "pathOptions", "interactionWidth", "ariaLabel", "sourceX", "sourceY", "targetX",
            "targetY",
        ],
        elsewhere: [
            "from": "source", "to": "target", "condition": "the branch's data.branches, whose label the edge has",
            "branch": "label",
        ])

    static let config = KnownMembers(
        owner: "config", names: ["retries", "timeout"],
        elsewhere: [
            "retry": "retries", "retryLimit": "retries.limit", "retryDelay": "retries.delay",
            "backoff": "retries.backoff",
        ])

    static let retries = KnownMembers(
        owner: "retries", names: ["limit", "delay", "backoff"],
        elsewhere: ["count": "limit", "max": "limit", "maxAttempts": "limit", "attempts": "limit", "interval": "delay"])

    static let arm = KnownMembers(
        owner: "an arm of a branch", names: ["label", "condition"], editors: ["id", "name", "description", "color"],
        elsewhere: ["when": "condition", "if": "condition", "expression": "condition"])

    /// - Parameter names: What the trigger of this type has besides the type.
    static func trigger(_ type: String, _ names: [String]) -> KnownMembers {
        KnownMembers(
            owner: "a trigger of the type \(type)", names: ["type"] + names,
            editors: ["id", "name", "description", "label", "ui"],
            elsewhere: names.contains("expression")
                ? ["cron": "expression", "schedule": "expression"]
                : names.contains("eventType") ? ["event": "eventType", "name": "eventType"] : [:])
    }
}
