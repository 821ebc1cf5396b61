import Marketplace

extension PackageContents {
    static let shape = Shape<PackageContents>("PackageContents") {
        Member("nodes", .list(of: node), \.nodes, "The nodes, with their versions.")
        Member("providers", .list(of: .text), \.providers, "The ids of the providers.")
        Member("endpoints", .list(of: endpoint), \.endpoints, "The endpoints below `/api/resources`.")
        Member("storages", .list(of: .text), \.storages, "The ids of the storages.")
    }

    private static let node = Shape<PackageContents.Node> {
        Member("id", .text.example("stripe"), \.id, "The node's type in documents.")
        Member("version", .text.example("1.0.0"), \.version, "The version of the node.")
    }

    private static let endpoint = Shape<PackageContents.Endpoint> {
        Member("method", .text.example("GET"), \.method, "The HTTP method.")
        Member("path", .text.example("boxes/:box"), \.path, "The path below `/api/resources`.")
        Member(
            "provider", .text, nullable: \.provider,
            "The provider whose connection a request names; `null` if it names none.")
    }
}

extension PackagePermission {
    static let shape = Shape<PackagePermission>("PackagePermission") {
        Member("kind", .choice, \.kind, "The kind of permission.")
        Member("text", .text, \.text, "The permission in a sentence.")
        Member(
            "subjects", .list(of: .text), \.subjects, "The providers, endpoints, hosts or ports; empty for any.")
    }
}
