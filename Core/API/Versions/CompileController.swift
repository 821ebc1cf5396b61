import Compiler
import Hummingbird
import Platform
import PluginMessages

/// `POST /compile`: compiles a document without storing it.
struct CompileController {
    let versions: Versions

    var endpoints: [Endpoint<APIContext>] {
        [
            .post(
                "compile", .read, "Compile a document",
                notes: "Returns what the document compiles to. Nothing is stored.", body: CompileDocument.self,
                returns: .ok(Artifact.compiled), errors: .plugin + [.invalid(VersionController.invalid)],
                use: compile)
        ]
    }

    @Sendable private func compile(
        _ body: CompileDocument, _ request: Request, _ context: APIContext
    ) async throws -> Artifact {
        try await versions.compile(
            context.caller, body.ir,
            CompileRequest(
                kind: body.kind, name: body.name, triggerCode: body.triggerCode,
                dependencies: body.dependencies ?? [:], target: body.provider))
    }
}
