import Compiler
import Hummingbird
import JSON
import Platform
import PluginMessages

/// `POST /compile`: what a document would become; nothing is kept.
struct CompileController {
    let versions: Versions

    var endpoints: [Endpoint] {
        [
            .post(
                "compile", .read, "Compile a document", notes: "What it would become; nothing is kept.",
                takes: .compile, gives: .ok(.compiled),
                failures: .plugin + [
                    .invalid("The document has problems, which `details` lists; pointers are into the document.")
                ], use: compile)
        ]
    }

    private struct Body: Decodable {
        let ir: JSONValue
        let kind: Program.Kind?
        let name: String?
        let triggerCode: String?
        let dependencies: [String: String]?
        let provider: String?
    }

    @Sendable private func compile(_ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await request.body(Body.self, context)
        let artifact = try await versions.compile(
            context.caller,
            body.ir,
            CompileRequest(
                kind: body.kind, name: body.name, triggerCode: body.triggerCode,
                dependencies: body.dependencies ?? [:], target: body.provider))
        var members = artifact.members
        members["target"] = .string(artifact.target)
        return .json(.object(members))
    }
}
