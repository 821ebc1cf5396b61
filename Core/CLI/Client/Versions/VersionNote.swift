import ArgumentParser

/// What a person writes about a version.
struct VersionNote: ParsableArguments {
    @Option(name: .shortAndLong, help: "The version's message: what changed, and why.")
    var message: String?
}
