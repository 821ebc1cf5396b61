import JSON
import Platform
import PluginMessages

struct CompileDocument: JSONBody {
    static let schema = Schema.body(
        [
            "ir": .document,
            "kind": .choice(of: Program.Kind.self).usually("workflow").note("`script` compiles a function."),
            "name": .text.note("The name of the generated file and class.").example("Order notification"),
            "triggerCode": .text.note("Custom request handlers.").example(.null),
            "dependencies": .map(of: .text).note("npm packages and version ranges."),
            "provider": .text.note("Target provider; if omitted, the provider named by the nodes.").example(
                .string(Schema.exampleProvider)),
        ], required: ["ir"]
    ).named("CompileRequest")

    let ir: JSONValue
    let kind: Program.Kind?
    let name: String?
    let triggerCode: String?
    let dependencies: [String: String]?
    let provider: String?
}
