import Platform

/// What became of an item of a batch of triggers.
struct TriggeredItem {
    let index: Int
    let result: Runs.BatchResult

    enum Status: String, Sendable, CaseIterable { case started, existing, failed }

    static let shape = Shape<TriggeredItem>("TriggeredItem") {
        Member("index", .whole(0...Runs.batchLimit - 1), \.index, "The item's place in the request.")
        Member("status", .choice, \.status, "`existing`: an earlier item with the key started the run.")
        Member("run", Run.summaryShape, optional: \.run, "The run that was started, or that an earlier item started.")
        Member("error", error, optional: \.failure, "Why the item did not start a run.")
    }

    static let listShape = Shape<[TriggeredItem]>("TriggeredBatch") {
        Member("data", .list(of: shape), \.self, "One for each item, in the order of the request.")
    }

    private static let error = Shape<PlatformError> {
        Member(
            "code", .text.example("trigger.paramsTooLarge"), \.code,
            "Identifies the kind of error; see the page of errors.")
        Member("message", .text, \.message, "What is wrong, in a sentence.")
    }

    private var status: Status {
        switch result {
        case .started: .started
        case .existing: .existing
        case .failed: .failed
        }
    }

    private var run: Run? {
        switch result {
        case .started(let run), .existing(let run): run
        case .failed: nil
        }
    }

    private var failure: PlatformError? {
        if case .failed(let error) = result { error } else { nil }
    }
}
