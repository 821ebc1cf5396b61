import Foundation
import JSON

/// A folder that says what a project is.
struct ProjectFiles {
    struct Workflow {
        let name: String
        let document: DocumentFile
        /// Members of the workflow that the files set: description, triggerCode, dependencies, deployConfig.
        let settings: JSONObject
        let variables: [(name: String, value: String)]
        /// Variables that must have a value on the server: secrets are never in files.
        let secrets: [String]
        /// The names of the connections that it is deployed to.
        let connections: [String]
    }

    /// The project's slug or name; `nil` for that of the key.
    let project: String?
    let connections: [(name: String, provider: String)]
    let variables: [(name: String, value: String)]
    let secrets: [String]
    let workflows: [Workflow]

    static let names = ["millrace.yaml", "millrace.yml", "millrace.json"]

    /// - Throws: `ClientError` with the file and the place of what is not valid.
    init(folder path: String) throws {
        let folder = ProjectFolder(path)
        guard
            let name = Self.names.first(where: { FileManager.default.fileExists(atPath: "\(folder.path)/\($0)") })
        else { throw ClientError(.notFound, "\(path) has no \(Self.names[0]).") }
        guard let path = folder.file(name) else {
            throw ClientError(.rejected, "\(folder.path)/\(name) is a link to a file outside the folder.")
        }
        let file = try DocumentFile(path: path)
        let root = try ProjectFileFields(file)
        try root.allow("project", "connections", "variables", "secrets", "workflows")
        project = try root.text("project")
        connections = try root.members("connections").map { name, connection in
            try connection.allow("provider")
            return (name, try connection.required("provider"))
        }
        variables = try root.texts("variables")
        secrets = try root.list("secrets")
        workflows = try root.members("workflows").map { name, workflow in
            try Self.workflow(name, workflow, in: folder)
        }
    }

    private static func workflow(
        _ name: String, _ reader: ProjectFileFields, in folder: ProjectFolder
    ) throws -> Workflow {
        try reader.allow(
            "document", "description", "triggerCode", "dependencies", "deployConfig", "variables", "secrets", "deploy")
        var settings: JSONObject = [:]
        for member in ["description", "dependencies", "deployConfig"] {
            if let value = reader.value[member] { settings[member] = value }
        }
        if let file = try reader.file("triggerCode", in: folder) {
            settings["triggerCode"] = .string(String(decoding: try ValueInput.bytes(file), as: UTF8.self))
        }
        return Workflow(
            name: name, document: try DocumentFile(path: try reader.requiredFile("document", in: folder)),
            settings: settings, variables: try reader.texts("variables"), secrets: try reader.list("secrets"),
            connections: try reader.list("deploy"))
    }
}
