import JSON
import Platform
import PluginMessages

extension Artifact {
    /// What a document compiles to, as part of a version.
    static let shape = Shape<Artifact> {
        Member("generatedCode", .text.example("export default {}"), \.source, "TypeScript, one module.")
        Member("fileName", .text.example("order-notification.ts"), \.fileName)
        Member("bindings", .list(of: Binding.shape), \.bindings, "Bindings that the code accesses through `env`.")
        Member(
            "requiredEnvironment", .list(of: .text).example(["SLACK_TOKEN"]), \.requiredEnvironment,
            "Variables that must be set before a deploy.")
        Member("dependencies", .list(of: Dependency.shape), \.dependencies)
        Member("warnings", .list(of: Diagnostic.shape).example([]), \.warnings)
    }

    /// The answer to a compilation.
    static let compiled = Shape<Artifact>("Compiled") {
        shape.members
        Member("target", .text(.providerID), \.target)
    }
}

extension Binding {
    fileprivate static let shape = Shape<Binding>("Binding") {
        Member("type", .text, \.type)
        Member("name", .text, \.name)
        Member("settings", .map, optional: { $0.settings.isEmpty ? nil : $0.settings })
    }.example(["type": "secret_text", "name": "SLACK_TOKEN"])
}

extension Dependency {
    fileprivate static let shape = Shape<Dependency> {
        Member("name", .text.example("lodash"), \.name)
        Member("range", .text.example("^4.0.0"), \.range)
    }
}

extension Diagnostic {
    fileprivate static let shape = Shape<Diagnostic>("Diagnostic") {
        Member("severity", .text(.choice(["error", "warning", "info"])), \.severity.rawValue)
        Member("code", .text, \.code)
        Member("message", .text, \.message)
        Member("pointer", .text, \.pointer)
        Member("nodeId", .text, optional: \.nodeId)
        Member("line", .whole(1...1_000_000_000), optional: \.line)
    }
}
