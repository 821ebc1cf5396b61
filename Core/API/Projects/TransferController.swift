import Hummingbird
import Platform

/// Projects as files.
struct TransferController {
    let transfer: ProjectTransfer

    /// Its body may be larger than others'.
    static let importPath = "/api/projects/import"

    var endpoints: [Endpoint<APIContext>] {
        [
            .get(
                "projects/:projectId/export", "Export a project",
                notes:
                    "Returns one JSON file with the workflows, all their versions and deploy configurations, and the variables, without "
                    + "values of secrets. An API key exports its own project. A file can have at most \(ProjectFile.limit >> 20) MiB.",
                returns: .download(ProjectFile.shape, "The file."), errors: [.conflict("The file would be too large.")],
                use: export),
            .post(
                "projects/import", .write, "Import a project",
                notes:
                    "Imports the whole file or nothing; the error lists every problem of the file. Documents are compiled again and "
                    + "ids are new; references between the workflows follow them. A deploy configuration of a connection is for the "
                    + "connection of the same provider and name. A file can have at most \(ProjectFile.limit >> 20) MiB and "
                    + "\(ProjectFile.versionLimit) versions.",
                query: [
                    Parameter("name", "Replaces the name in the file.", .name),
                    Parameter(
                        "slug", "Replaces the slug in the file, which is changed if another project has it.", .slug),
                ], body: ImportProject.self,
                returns: .created(ImportedProject.shape) { "/api/projects/\($0.project.id)" },
                errors: [.conflict("Another project has the slug in the query.")], use: `import`),
        ]
    }

    @Sendable private func export(_ request: Request, _ context: APIContext) async throws -> ProjectFile {
        try await transfer.export(context.caller, context.id("projectId"))
    }

    @Sendable private func `import`(
        _ body: ImportProject, _ request: Request, _ context: APIContext
    ) async throws -> ImportedProject {
        try await transfer.import(
            context.caller, body.file, name: request.query("name"), slug: request.query("slug"))
    }
}

extension ResponseShape where Value == ProjectFile {
    /// A file to save.
    static func download(_ shape: Shape<ProjectFile>, _ note: String) -> ResponseShape {
        ResponseShape(specs: [.json(shape.schema, .ok, note)]) { file in
            let bytes = try shape.json(file).bytes
            try ProjectFile.check(size: bytes.count)
            return Response(
                status: .ok,
                headers: [
                    .contentType: "application/json", .contentDisposition: "attachment; filename=\"\(file.fileName)\"",
                ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        }
    }
}
