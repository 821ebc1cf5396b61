import JSON
import Platform
import PluginMessages

extension Artifact {
    /// What a document compiles to, as part of a version.
    static let shape = Shape<Artifact> {
        Member("generatedCode", .text.example("export default {}"), \.source, "TypeScript, one module.")
        Member("fileName", .text.example("order-notification.ts"), \.fileName, "A name for the generated file.")
        Member(
            "lineMap", .list(of: LineMapping.shape), \.lineMap,
            "The nodes that generated lines belong to, ascending by `line`. An entry applies up to the line of the next."
        )
        Member("bindings", .list(of: Binding.shape), \.bindings, "Bindings that the code accesses through `env`.")
        Member(
            "requiredEnvironment", .list(of: .text).example(["SLACK_TOKEN"]), \.requiredEnvironment,
            "Variables that must be set before a deploy.")
        Member("dependencies", .list(of: Dependency.shape), \.dependencies, "npm packages that the code imports.")
        Member(
            "warnings", .list(of: Diagnostic.shape).example([]), \.warnings,
            "Warnings: valid, but probably unintended.")
    }

    /// The answer to a compilation.
    static let compiled = Shape<Artifact>("Compiled") {
        shape.members
        Member("target", .text(.providerID), \.target, "The provider that the code is for.")
    }
}

extension LineMapping {
    fileprivate static let shape = Shape<LineMapping>("LineMapping") {
        Member("line", .whole(1...1_000_000_000), \.line, "The first generated line, from 1.")
        Member("nodeId", .text.example("note"), nullable: \.nodeId, "`null` for lines that belong to no node.")
        Member(
            "field", .text.example("code"), optional: \.field,
            "The field of `data` that the lines are from, if they are code of the document.")
        Member(
            "fieldLine", .whole(1...1_000_000_000).example(1), optional: \.fieldLine, "The line in that field, from 1.")
    }
}

extension Binding {
    fileprivate static let shape = Shape<Binding>("Binding") {
        Member("type", .text, \.type, "The kind of resource, such as `kv`, `queue_consumer` or `service`.")
        Member("name", .text, \.name, "The member of `env` that programs use.")
        Member(
            "settings", .map, optional: { $0.settings.isEmpty ? nil : $0.settings },
            "The bound resource; the members depend on `type`.")
    }.example(["type": "secret_text", "name": "SLACK_TOKEN"])
}

extension Dependency {
    fileprivate static let shape = Shape<Dependency> {
        Member("name", .text.example("lodash"), \.name, "The name of the npm package.")
        Member("range", .text.example("^4.0.0"), \.range, "The range of its versions, as in `package.json`.")
    }
}

extension Diagnostic {
    static let shape = Shape<Diagnostic>("Diagnostic") {
        Member(
            "severity", .text(.choice(["error", "warning", "info"])), \.severity.rawValue,
            "`error` prevents a version; `warning` and `info` do not.")
        Member("code", .text, \.code, "A stable code, as listed in the reference of workflow documents.")
        Member("message", .text, \.message, "What is wrong and what is allowed.")
        Member("pointer", .text, \.pointer, "The place in the document, as a JSON Pointer (RFC 6901).")
        Member("nodeId", .text, optional: \.nodeId, "The node that has the problem.")
        Member("line", .whole(1...1_000_000_000), optional: \.line, "The line of the node's code, from 1.")
    }
}
