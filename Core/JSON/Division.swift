import Dispatch
import Synchronization

/// How the work on a long list is divided into parts that run at once. What the parts come to is put together in their
/// order, so that it does not depend on the division.
package struct Division: Sendable {
    private let smallestPart: Int
    private let mostParts: Int
    private let shortestList: Int

    /// Lists that are worth the 10 µs or so that it takes to begin and to join parts, in no more of them than a server with
    /// work of others can use.
    package static let usual = Division(partsOf: 16, atMost: 8, from: 64)
    /// One part, whatever the length.
    package static let whole = Division(partsOf: .max, atMost: 1)

    /// - Parameter shortest: The length from which a list is divided.
    package init(partsOf smallestPart: Int, atMost mostParts: Int, from shortest: Int = 0) {
        self.smallestPart = max(smallestPart, 1)
        self.mostParts = mostParts
        shortestList = shortest
    }

    /// Whether a list of so many elements is worked on in parts.
    package func divides(_ count: Int) -> Bool { parts(of: count) > 1 }

    private func parts(of count: Int) -> Int { count < shortestList ? 1 : min(count / smallestPart, mostParts) }

    /// Calls `work` for each part of a list, on as many threads as there are processors, this one among them.
    /// - Parameter work: What to do with the elements in a range.
    /// - Returns: What `work` returned, in the order of the list.
    package func map<Part: Sendable>(_ count: Int, _ work: @Sendable (Range<Int>) -> Part) -> [Part] {
        let parts = parts(of: count)
        guard parts > 1 else { return [work(0..<count)] }
        let done = Mutex<[Part?]>(Array(repeating: nil, count: parts))
        DispatchQueue.concurrentPerform(iterations: parts) { index in
            let part = work(count * index / parts..<count * (index + 1) / parts)
            done.withLock { $0[index] = part }
        }
        return done.withLock { $0.compactMap(\.self) }
    }
}
