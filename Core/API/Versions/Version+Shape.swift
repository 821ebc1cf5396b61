import JSON
import Platform
import PluginMessages

extension Version {
    static let shape = Shape<Version>("VersionSummary") {
        Member("id", .id, \.id, "Identifies the version.")
        Member("workflowId", .id, \.workflow, "The workflow that the version belongs to.")
        Member("version", .whole(1...2_000_000_000).example(3), \.number, "Counted within the workflow.")
        Member(
            "target", .text.example(.string(Schema.exampleProvider)), \.target, "The target it was compiled for.")
        Member(
            "locked", .flag.example(false), \.isLocked, "A locked version cannot be deployed or deleted.")
        Member("createdAt", .time, \.createdAt, "When the version was created.")
        Member(
            "author", authorShape, nullable: \.author,
            "The user who created the version, directly or with an API key; `null` if unknown.")
        Member(
            "message", .text.example("Ask twice before a refund"), nullable: \.message,
            "A description of the version; `null` if there is none.")
    }
}

extension Version {
    static let authorShape = Shape<Person>("VersionAuthor") {
        Member("id", .id, \.id, "Identifies the user.")
        Member("name", .text.example("Ada Lovelace"), \.name, "The user's name.")
    }
}

extension VersionDetails {
    static let shape = Shape<VersionDetails>("Version") {
        Version.shape.members(of: \.version)
        Member("ir", .json(.document), \.ir)
        Artifact.shape.members(of: \.artifact)
    }
}

extension VersionDiff {
    static let shape = Shape<VersionDiff>("VersionDiff") {
        Member("nodes", Part.shape, \.nodes, "Differences between the nodes, which are matched by id.")
        Member("edges", Part.shape, \.edges, "Differences between the edges, which are matched by id.")
        Member("document", .list(of: .text), \.document, "Other members of the document that differ.")
    }
}

extension VersionDiff.Part {
    fileprivate static let shape = Shape<VersionDiff.Part>("Differences") {
        Member("added", .list(of: .text), \.added, "Ids that only the other version has.")
        Member("removed", .list(of: .text), \.removed, "Ids that only this version has.")
        Member("changed", .list(of: change), \.changed, "What both versions have, with different members.")
    }

    private static let change = Shape<VersionDiff.Change> {
        Member("id", .text.example("note"), \.id, "The id of the node or edge.")
        Member("members", .list(of: .text).example(["data"]), \.members, "The names of the members that differ.")
    }
}
