import Hummingbird
import Platform
import Storage

extension APIContext {
    /// A part of the path.
    func id<Entity>(_ name: String, _ type: Entity.Type = Entity.self) throws -> Identifier<Entity> {
        Identifier(try parameters.require(name))
    }

    var workflow: WorkflowID { get throws { try id("workflowId") } }
}

extension Request {
    /// Which part of a list is wanted.
    var page: PageRequest {
        get throws(PlatformError) { try PageRequest(limit: query("limit"), cursor: query("cursor")) }
    }

    func query(_ name: String) -> String? { uri.queryParameters.get(name) }
}
