import ArgumentParser

/// Which lines of a log are shown.
struct LogFilterOptions: ParsableArguments {
    @Option(help: "Filter by level: debug, info, warning or error; may be repeated.")
    var level: [String] = []

    @Option(help: "Filter by a part of the line.")
    var search: String?

    var isEmpty: Bool { level.isEmpty && search == nil }

    var query: RESTClient.Query { ["level": level.isEmpty ? nil : level.joined(separator: ","), "q": search] }
}
