import PlatformFixtures
import Testing

@testable import Platform

@Suite("Health")
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
}
