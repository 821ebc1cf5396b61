import PluginMessages

/// Something that a package may do once it is installed, for people who decide about it.
package struct PackagePermission: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        /// It is given the credentials of connections.
        case credentials
        /// It is given the code of deployments, with the variables and secrets that the code uses.
        case deployments
        /// It answers requests to the API.
        case requests
        /// It sends requests to hosts.
        case hosts
        /// It asks to open TCP connections by itself.
        case ports
        /// It keeps all data of the server.
        case data
    }

    package let kind: Kind
    /// One sentence.
    package let text: String
    /// The providers, endpoints, hosts or ports; empty for any.
    package let subjects: [String]

    /// - Parameter credentialHosts: Those that the server sends credentials to for it.
    static func all(
        of contents: PackageContents, _ asked: PluginPermissions?, credentialHosts: [String]
    ) -> [PackagePermission] {
        var all: [PackagePermission] = []
        func add(_ kind: Kind, _ subjects: [String], _ text: String) {
            all.append(PackagePermission(kind: kind, text: text, subjects: subjects))
        }
        let names = contents.providers.joined(separator: ", ")
        if !contents.providers.isEmpty {
            add(.credentials, contents.providers, "Receives the credentials of connections to \(names).")
            add(
                .deployments, contents.providers,
                "Receives the code, variables and secrets of workflows that are deployed to \(names).")
        }
        if !contents.endpoints.isEmpty {
            let paths = contents.endpoints.map { "\($0.method) /api/resources/\($0.path)" }
            add(.requests, paths, "Handles requests to \(paths.joined(separator: ", ")).")
            let others = Set(contents.endpoints.compactMap(\.provider)).subtracting(contents.providers).sorted()
            if !others.isEmpty {
                add(
                    .credentials, others,
                    "Receives the credentials of connections to \(others.joined(separator: ", ")) that a request names."
                )
            }
        }
        if !contents.storages.isEmpty {
            add(.data, contents.storages, "Stores all data of the server, for every organization.")
        }
        // What runs in deployed programs is not the plugin's process.
        switch asked?.hosts {
        case nil: add(.hosts, [], "Sends requests to any host.")
        case let hosts? where hosts.isEmpty: break
        case let hosts?: add(.hosts, hosts, "Sends requests to \(hosts.joined(separator: ", ")).")
        }
        if let ports = asked?.ports, !ports.isEmpty {
            let list = ports.map(String.init)
            add(
                .ports, list,
                "Requests TCP connections to the ports \(list.joined(separator: ", ")), which an operator allows with "
                    + "--plugin-network.")
        }
        return all + credentials(sentTo: credentialHosts)
    }

    /// What the server itself does for nodes of the package.
    static func credentials(sentTo hosts: [String]) -> [PackagePermission] {
        guard !hosts.isEmpty else { return [] }
        let names = hosts.joined(separator: ", ")
        return [
            PackagePermission(
                kind: .hosts, text: "Has the server send credentials that are chosen for its nodes to \(names).",
                subjects: hosts)
        ]
    }
}
