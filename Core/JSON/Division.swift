import Dispatch
import Synchronization

/// How the work on a long list is divided into parts that run at once. What the parts come to is put together in their
/// order, so that it does not depend on the division.
@usableFromInline
package struct Division: Sendable {
    private let smallestPart: Int
    private let mostParts: Int
    private let shortestList: Int

    /// Lists that are worth the 10 µs or so that it takes to begin and to join parts, in no more of them than a server with
    /// work of others can use.
    @usableFromInline package static let usual = Division(partsOf: 16, atMost: 8, from: 64)
    /// One part, whatever the length.
    package static let whole = Division(partsOf: .max, atMost: 1)

    /// - Parameter shortest: The length from which a list is divided.
    package init(partsOf smallestPart: Int, atMost mostParts: Int, from shortest: Int = 0) {
        self.smallestPart = max(smallestPart, 1)
        self.mostParts = mostParts
        shortestList = shortest
    }

    /// Whether a list of so many elements is worked on in parts.
    @usableFromInline package func divides(_ count: Int) -> Bool { parts(of: count) > 1 }

    private func parts(of count: Int) -> Int { count < shortestList ? 1 : min(count / smallestPart, mostParts) }

    /// Calls `work` for each part of a list, on as many threads as there are processors, this one among them.
    /// - Parameter work: What to do with the elements in a range.
    /// - Returns: What `work` returned, in the order of the list.
    @usableFromInline
    package func map<Part: Sendable>(_ count: Int, _ work: @Sendable (Range<Int>) -> Part) -> [Part] {
        map(count, beside: {}, work).parts
    }

    /// Does something else at the same time.
    package func map<Part: Sendable, Other: Sendable>(
        _ count: Int, beside other: @Sendable () -> Other, _ work: @Sendable (Range<Int>) -> Part
    ) -> (other: Other, parts: [Part]) {
        let parts = parts(of: count)
        guard parts > 1 else { return (other(), [work(0..<count)]) }
        let done = Mutex<[Part?]>(Array(repeating: nil, count: parts))
        let doneOther = Mutex<Other?>(nil)
        DispatchQueue.concurrentPerform(iterations: parts + 1) { index in
            guard index > 0 else {
                let other = other()
                return doneOther.withLock { $0 = other }
            }
            let part = work(count * (index - 1) / parts..<count * index / parts)
            done.withLock { $0[index - 1] = part }
        }
        let all = done.withLock { $0.compactMap(\.self) }
        return (doneOther.withLock(\.self) ?? other(), all)
    }
}
