import Foundation
import JSON

/// A folder that says what a project is.
struct ProjectFiles {
    struct Workflow {
        let name: String
        let document: DocumentFile
        /// The path of the file with its trigger code.
        let triggerCode: String?
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
        let problems = ProjectFileProblems()
        let root = try ProjectFileFields(file, problems)
        root.allow("project", "connections", "variables", "secrets", "workflows")
        project = root.read(nil) { try root.text("project") }
        connections = root.read([]) { try root.members("connections") }.map { name, connection in
            connection.allow("provider")
            return (name, connection.read("") { try connection.required("provider") })
        }
        (variables, secrets) = Self.variables(root)
        workflows = root.read([]) { try root.members("workflows") }.compactMap { name, workflow in
            Self.workflow(name, workflow, in: folder)
        }
        try problems.throwIfAny()
    }

    private static func variables(
        _ fields: ProjectFileFields
    ) -> (variables: [(name: String, value: String)], secrets: [String]) {
        let variables = fields.read([]) { try fields.texts("variables") }
        let secrets = fields.read([]) { try fields.list("secrets") }
        fields.checkVariables(variables.map(\.name), in: "variables")
        fields.checkValues(variables, in: "variables")
        fields.checkVariables(secrets, in: "secrets")
        return (variables, secrets)
    }

    /// - Returns: `nil` for one without a document, which is reported.
    private static func workflow(
        _ name: String, _ reader: ProjectFileFields, in folder: ProjectFolder
    ) -> Workflow? {
        reader.allow(
            "document", "description", "triggerCode", "dependencies", "deployConfig", "variables", "secrets", "deploy")
        var settings: JSONObject = [:]
        for member in ["description", "dependencies", "deployConfig"] {
            if let value = reader.value[member] { settings[member] = value }
        }
        let triggerCode = reader.read(nil) { try reader.file("triggerCode", in: folder) }
        if let triggerCode {
            let code = reader.read("") { String(decoding: try ValueInput.bytes(triggerCode), as: UTF8.self) }
            settings["triggerCode"] = .string(code)
        }
        let (variables, secrets) = variables(reader)
        let connections = reader.read([]) { try reader.list("deploy") }
        let document = reader.read(nil) {
            try DocumentFile(path: try reader.requiredFile("document", in: folder))
        }
        return document.map {
            Workflow(
                name: name, document: $0, triggerCode: triggerCode, settings: settings, variables: variables,
                secrets: secrets, connections: connections)
        }
    }
}
