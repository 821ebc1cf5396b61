import JSON
import PluginHost
import PluginMessages
import Storage

/// On which of several servers the resources of connections are, for providers that keep them on the disks of servers.
struct ResourcePlaces: Sendable {
    private let places: DeploymentPlaces
    private let storage: any StorageDriver

    /// The parameter of the query that names a server.
    static let parameter = "server"
    private static let deadline = Duration.seconds(60)

    init(_ places: DeploymentPlaces, _ storage: any StorageDriver) {
        self.places = places
        self.storage = storage
    }

    /// Has a request answered where the resource is. A list is of all servers.
    /// - Parameter server: The id or the name of the one that the caller means.
    func answer(
        _ request: ResourceRequest, to resource: Resource, of connection: ConnectionID, on server: String?
    ) async throws -> ResourceResponse {
        let hosts = try await hosts(of: connection)
        let known = Set([places.own] + places.others.servers + hosts)
        if let server {
            return try await call(resource, request, on: try Self.find(server, among: known))
        }
        if resource.isList {
            let others = known.filter { $0.id != places.own.id }.sorted { $0.id < $1.id }
            return try await list(resource, request, [places.own] + others)
        }
        guard hosts.count <= 1 else { throw Self.ambiguous(hosts) }
        return try await call(resource, request, on: hosts.first ?? places.own)
    }

    /// The servers that have deployments of a connection: new resources are there, and those that have programs.
    private func hosts(of connection: ConnectionID) async throws -> [DeploymentServer] {
        let deployments = try await storage.read { try Table(DeploymentRecord.self, in: $0).inUse(on: connection) }
        var hosts: [String: DeploymentServer] = [:]
        for deployment in deployments {
            let id = deployment.server ?? places.own.id
            hosts[id] = id == places.own.id ? places.own : DeploymentServer(id: id, name: deployment.serverName ?? "")
        }
        return hosts.values.sorted { $0.id < $1.id }
    }

    private static func find(_ server: String, among known: Set<DeploymentServer>) throws -> DeploymentServer {
        if let found = known.first(where: { $0.id == server }) { return found }
        let named = known.filter { $0.name == server }
        // A server that was renamed is known by both names.
        let ids = Set(named.map(\.id))
        if ids.count == 1, let found = named.first { return found }
        let names = known.map { "\"\($0.name)\" (\($0.id))" }.sorted().joined(separator: ", ")
        throw refusal(
            "value",
            ids.isEmpty
                ? "No server is \"\(server)\". Use one of \(names)."
                : "Several servers are named \"\(server)\". Use the id of one of \(names).")
    }

    private static func ambiguous(_ hosts: [DeploymentServer]) -> PlatformError {
        let names = hosts.map { "\"\($0.name)\" (\($0.id))" }.joined(separator: ", ")
        return refusal(
            "required",
            "Deployments of this connection are on several servers, each with resources of its own: \(names). Name one with "
                + "?\(parameter)=.")
    }

    private static func refusal(_ code: String, _ message: String) -> PlatformError {
        .invalid([Diagnostic(code: "field.\(code)", message: message, pointer: "/\(parameter)")])
    }

    private func call(
        _ resource: Resource, _ request: ResourceRequest, on server: DeploymentServer
    ) async throws -> ResourceResponse {
        guard server.id != places.own.id else { return try await resource.call(request) }
        let message = ElsewhereResource(plugin: resource.plugin, request: request)
        return try await places.others.execute(
            ServerMessage.Method.resource, try JSONValue(encoding: message), on: server.id, name: server.name,
            within: Self.deadline
        ).decode()
    }

    /// A page of the resources of servers, one server after the other. Each element says where it is, and each page which servers
    /// could not be asked.
    private func list(
        _ resource: Resource, _ request: ResourceRequest, _ servers: [DeploymentServer]
    ) async throws -> ResourceResponse {
        var (rest, cursor) = try Self.rest(of: servers, after: request.query["cursor"]?.string)
        let limit = request.query["limit"]?.int
        var unreachable = await withTaskGroup(of: DeploymentServer?.self) { group in
            for server in servers where server.id != places.own.id {
                group.addTask { [places] in await places.others.reaches(server.id) ? nil : server }
            }
            return await group.reduce(into: [DeploymentServer]()) { if let server = $1 { $0.append(server) } }
        }
        var elements: [JSONValue] = []
        var next: String?
        while let server = rest.first, next == nil {
            if let limit, elements.count >= limit {
                next = "\(server.id):"
                break
            }
            rest = rest.dropFirst()
            defer { cursor = nil }
            guard !unreachable.contains(where: { $0.id == server.id }) else { continue }
            var query = request.query
            query["cursor"] = cursor.map { .string($0) }
            if let limit { query["limit"] = .int(limit - elements.count) }
            do {
                let page = try await call(resource, request.with(query: query), on: server)
                elements += (page.json?["data"]?.array ?? []).map { Self.mark($0, server) }
                next = page.json?["nextCursor"]?.string.map { "\(server.id):\($0)" }
            } catch let failure as PluginFailure where failure.isElsewhere { unreachable.append(server) }
        }
        return ResourceResponse(json: [
            "data": .array(elements), "nextCursor": next.map { .string($0) } ?? .null,
            "unreachableServers": .array(unreachable.sorted { $0.id < $1.id }.map(Self.json)),
        ])
    }

    /// - Returns: The servers from the one on that the cursor names, and where to go on there.
    private static func rest(
        of servers: [DeploymentServer], after cursor: String?
    ) throws -> (ArraySlice<DeploymentServer>, String?) {
        guard let cursor else { return (servers[...], nil) }
        let parts = cursor.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let index = servers.firstIndex(where: { $0.id == parts[0] }) else {
            throw PlatformError.invalid([
                Diagnostic(
                    code: "field.value",
                    message: "The cursor is not one of this list. Use the nextCursor of the last page.",
                    pointer: "/cursor")
            ])
        }
        return (servers[index...], parts[1].isEmpty ? nil : String(parts[1]))
    }

    private static func mark(_ element: JSONValue, _ server: DeploymentServer) -> JSONValue {
        guard var object = element.object else { return element }
        object["server"] = json(server)
        return .object(object)
    }

    private static func json(_ server: DeploymentServer) -> JSONValue {
        ["id": .string(server.id), "name": .string(server.name)]
    }
}

extension Resource {
    /// Whether it lists resources, as opposed to what is in one of them.
    fileprivate var isList: Bool {
        endpoint.method == .get && !endpoint.segments.contains { $0.hasPrefix(":") }
            && endpoint.answer?["properties"]?["nextCursor"] != nil
    }
}

extension ResourceRequest {
    fileprivate func with(query: JSONObject) -> ResourceRequest {
        ResourceRequest(
            endpoint: endpoint, parameters: parameters, query: query, body: body, bytes: bytes,
            credentials: credentials,
            canWrite: canWrite)
    }
}
