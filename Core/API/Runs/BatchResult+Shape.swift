import JSON
import Platform

/// What became of an item of a batch of triggers.
struct TriggeredItem {
    let index: Int
    let result: Runs.BatchResult

    enum Status: String, Sendable, CaseIterable { case started, existing, failed }

    static let shape = Shape<TriggeredItem>("TriggeredItem") {
        Member("index", .whole(0...Runs.batchLimit - 1), \.index, "The item's place in the request.")
        Member("status", .choice, \.status, "`existing`: an earlier item with the key started the run.")
        Member("run", Run.summaryShape, optional: \.run)
        Member("error", error, optional: \.failure)
    }

    static let listShape = Shape<[TriggeredItem]>("TriggeredBatch") {
        Member("data", .list(of: shape), \.self)
    }

    private static let error = Shape<PlatformError> {
        Member("code", .text.example("trigger.paramsTooLarge"), \.code)
        Member("message", .text, \.message)
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
