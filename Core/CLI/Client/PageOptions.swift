import ArgumentParser

/// How much of a list is shown.
struct PageOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Show at most this many; 0 for all.", valueName: "count"))
    var limit = 100

    func validate() throws {
        guard limit >= 0 else { throw ValidationError("--limit must be 0 or more.") }
    }
}
