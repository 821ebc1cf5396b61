import HTTPTypes
import JSON
import Values

/// A request to a deployed Worker, from its address on this machine: `/w/NAME/…`. The Worker sees the path after its
/// name, as it does where it has a host name of its own.
struct FunctionRequest {
    let service: String
    /// As the Worker sees it, without the query.
    let path: String
    /// What the shim makes a `Request` of.
    let value: JSONValue

    /// `nil`: the path leads to no Worker.
    init?(_ head: HTTPRequest, from origin: RequestOrigin) {
        let (path, query) = Self.parts(head.path ?? "/")
        guard path.hasPrefix("/w/") else { return nil }
        let rest = path.dropFirst("/w/".count)
        let name = rest.prefix { $0 != "/" }
        guard !name.isEmpty else { return nil }
        service = String(name)
        let own = rest.dropFirst(name.count)
        self.path = own.isEmpty ? "/" : String(own)
        let url = "\(origin.scheme)://\(origin.authority)\(origin.prefix)\(self.path)\(query)"
        let headers = head.headerFields.compactMap { field -> HTTPField? in
            // To programs of the CGI kind both are one name.
            let name = field.name.canonicalName.replacing("_", with: "-")
            guard !HopByHop.names.contains(name), !RequestOrigin.names.contains(name) else { return nil }
            guard field.name == .cookie else { return field }
            return ServerCookies.removed(from: field.value).map { HTTPField(name: .cookie, value: $0) }
        }
        value = [
            "method": .string(head.method.rawValue), "url": .string(url),
            "headers": .array(
                headers.map { [.string($0.name.rawName), .string($0.value)] }
                    + origin.fields.map { [.string($0.name), .string($0.value)] }),
        ]
    }

    private static func parts(_ target: String) -> (path: Substring, query: Substring) {
        let path = target.prefix { $0 != "?" && $0 != "#" }
        return (path, target[path.endIndex...].prefix { $0 != "#" })
    }
}
