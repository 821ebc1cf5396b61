import Storage
import Values

/// Ids of rows that are made at one time: lists, which sort by time and then by id, keep the order in which they were made.
struct RowIDs {
    private let time: Timestamp
    private var count: Int64 = 0

    init(at time: Timestamp) { self.time = time }

    mutating func next<Entity>() -> Identifier<Entity> {
        count += 1
        return .make(at: time.adding(milliseconds: count))
    }
}
