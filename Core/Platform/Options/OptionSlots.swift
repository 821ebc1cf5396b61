import Storage
import Synchronization

/// How many lists of options each organization has under way: a vendor that does not respond keeps no others waiting.
final class OptionSlots: Sendable {
    static let most = 8

    private let taken = Mutex<[OrganizationID: Int]>([:])

    /// - Throws: ``PlatformError/tooManyOptions``
    func run<Result>(for organization: OrganizationID, _ body: () async throws -> Result) async throws -> Result {
        let isFree = taken.withLock { taken in
            guard taken[organization, default: 0] < Self.most else { return false }
            taken[organization, default: 0] += 1
            return true
        }
        guard isFree else { throw PlatformError.tooManyOptions }
        defer {
            taken.withLock { taken in
                let count = taken[organization, default: 1] - 1
                taken[organization] = count > 0 ? count : nil
            }
        }
        return try await body()
    }
}
