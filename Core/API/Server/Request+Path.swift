import Hummingbird
import Platform
import PluginMessages
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

    /// Which part of a catalogue is wanted; `nil` is all of it.
    var part: PageRequest? {
        get throws(PlatformError) { query("limit") == nil && query("cursor") == nil ? nil : try page }
    }

    /// A truth value in the query: `true` or `false`; absent is `false`.
    func flag(_ name: String) throws(PlatformError) -> Bool {
        switch query(name) {
        case nil, "false": return false
        case "true", "": return true
        case let text?:
            throw .invalid([
                Diagnostic(
                    code: "query.flag", message: "\"\(text)\" is not a valid boolean; expected true or false.",
                    pointer: "/\(name)")
            ])
        }
    }
}
