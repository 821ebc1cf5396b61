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
        get throws(PlatformError) { try page(named: false) }
    }

    /// Which part of a list whose elements have names is wanted: `q` is a part of the name.
    var namedPage: PageRequest { get throws(PlatformError) { try page(named: true) } }

    private func page(named isNamed: Bool) throws(PlatformError) -> PageRequest {
        try PageRequest(
            limit: query("limit"), cursor: query("cursor"), sort: query("sort"), createdAfter: query("createdAfter"),
            createdBefore: query("createdBefore"), name: isNamed ? query("q") : nil)
    }

    /// The statuses that a list is filtered by, as repeated parameters or separated by commas; `nil` for all.
    var statuses: [String]? { words("status") }

    /// The words of a parameter, repeated or separated by commas; `nil` without one.
    func words(_ name: String) -> [String]? {
        let values = queryItems.values(name)
        return values.isEmpty
            ? nil : values.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
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

    /// Which runs or deployments a list shows.
    /// - Parameter isOfProject: Whether the list has those of all workflows.
    func filter<Status>(byWorkflow isOfProject: Bool) throws(PlatformError) -> StatusFilter<Status> {
        try StatusFilter(
            statuses: statuses, workflow: isOfProject ? query("workflowId") : nil, version: query("versionId"),
            connection: query("connectionId"))
    }
}
