import Hummingbird
import JSON
import Platform
import PluginMessages
import Storage

/// Projects as files.
struct TransferController {
    let transfer: ProjectTransfer

    /// Its body may be longer than others'.
    static let importPath = "/api/projects/import"

    var endpoints: [Endpoint] {
        [
            .get(
                "projects/:projectId/export", "Export a project",
                notes:
                    "As one JSON file: workflows with all versions and their deploy configurations, and variables; never a "
                    + "secret's value. A key exports its own project. A file has at most \(ProjectFile.limit >> 20) MiB.",
                gives: .ok(.projectFile, "The file."), failures: [.conflict("The file would be too large.")],
                use: export),
            .post(
                "projects/import", .write, "Import a project",
                notes:
                    "All of it or nothing; every problem of the file is told at once. Documents are compiled again, ids are "
                    + "new, and references between the workflows follow them; a deploy configuration of a connection goes to the "
                    + "one of the same provider and name. A file has at most "
                    + "\(ProjectFile.limit >> 20) MiB and \(ProjectFile.versionLimit) versions.",
                query: [
                    Parameter("name", "In place of the file's.", .name),
                    Parameter("slug", "In place of the file's, which is changed when it is taken.", .slug),
                ], takes: .projectFile, gives: .created(.importedProject),
                failures: [.conflict("Another project has the slug that was asked for.")], use: `import`),
        ]
    }

    @Sendable private func export(_ request: Request, _ context: APIContext) async throws -> Response {
        let file = try await transfer.export(context.caller, context.id("projectId"))
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/json", .contentDisposition: "attachment; filename=\"\(file.name)\"",
            ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes)))
    }

    @Sendable private func `import`(_ request: Request, _ context: APIContext) async throws -> Response {
        let file = try await request.body(JSONValue.self, context)
        let imported = try await transfer.import(
            context.caller, file, name: request.query("name"), slug: request.query("slug"))
        return .json(try imported.json, status: .created)
    }
}

extension ImportedProject {
    fileprivate var json: JSONValue {
        get throws {
            [
                "project": try Project.shape.json(project),
                "workflows": .array(
                    workflows.map {
                        ["id": JSONValue($0.id), "importedId": .string($0.oldID), "name": .string($0.name)]
                    }),
                "secretsToSet": .array(
                    secrets.map { ["name": .string($0.name), "workflowId": JSONValue($0.workflow)] }),
                "warnings": .array(warnings.map(\.json)),
            ]
        }
    }
}
