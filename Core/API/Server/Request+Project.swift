import Hummingbird
import Platform
import PluginMessages
import Storage

extension Request {
    /// The project that the query names.
    var project: ProjectID? { query("projectId").map(ProjectID.init) }

    /// The project that the query or the body names.
    /// - Throws: `PlatformError` when they name different ones.
    func chosenProject(orIn body: String?) throws -> ProjectID? {
        let inBody = body.map { ProjectID($0) }
        if let inBody, let inQuery = project, inBody != inQuery {
            throw PlatformError.invalid([
                Diagnostic(
                    code: "field.contradiction",
                    message: "The body names the project \"\(inBody)\", the query \"\(inQuery)\". Send one of them.",
                    pointer: "/projectId")
            ])
        }
        return inBody ?? project
    }
}
