import PlatformFixtures
import Synchronization
import Testing

@testable import Platform

@Suite("Health", .timeLimit(.minutes(10)))
struct HealthTests {
    @Test("A disk without room is not ready, though a small write may still pass")
    func room() async throws {
        try await Installation.with { installation in
            func problems(in directory: String) async -> Set<Health.Check> {
                await Health(
                    storage: installation.storage, plugins: installation.contributions.host, dataDirectory: directory
                ).problems()
            }
            #expect(await !problems(in: installation.directory).contains(.storage))
            // A file system without any room.
            #expect(await problems(in: "/proc").contains(.storage))
            #expect(await !problems(in: "/does/not/exist").contains(.storage))
        }
    }

    @Test("A disk that fills up is told at once, however young the last probe is")
    func filling() async throws {
        try await Installation.with { installation in
            let free = Mutex<Int64>(1 << 30)
            let health = Health(
                storage: installation.storage, plugins: installation.contributions.host,
                dataDirectory: installation.directory, freeBytes: { _ in free.withLock { $0 } })
            #expect(await !health.problems().contains(.storage))
            free.withLock { $0 = 0 }
            #expect(await health.problems().contains(.storage))
            free.withLock { $0 = 1 << 30 }
            #expect(await !health.problems().contains(.storage))
        }
    }
}
