/// An instance of a deployed workflow. Ids are unique in a service, over all its deployments.
package struct InstanceID: Hashable, Sendable, CustomStringConvertible {
    package let service: String
    package let name: String

    package init(service: String, name: String) {
        self.service = service
        self.name = name
    }

    package var description: String { "\(service)/\(name)" }
}
