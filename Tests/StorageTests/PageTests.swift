import Storage
import Testing

@testable import Platform

@Suite(.timeLimit(.minutes(10))) struct PageTests {
    private func page(_ database: Database, _ request: PageRequest) async throws -> Page<WorkflowRecord> {
        try await database.storage.read {
            try Table(WorkflowRecord.self, in: $0).page(request, of: database.project)
        }
    }

    @Test("Pages go from the newest to the oldest and neither skip nor repeat when rows are added between them")
    func stable() async throws {
        try await Database.with { database in
            // Three of one moment are told apart by their ids.
            for index in 0..<12 {
                try await database.insert(database.workflow("\(index)", at: Int64(1000 + index / 3)))
            }
            var seen: [WorkflowRecord] = []
            var request = PageRequest(limit: 5)
            for round in 0... {
                let part = try await page(database, request)
                seen += part.elements
                try await database.insert(database.workflow("new \(round)", at: 5000 + Int64(round)))
                guard let next = part.next else { break }
                request = PageRequest(limit: 5, after: next)
            }
            #expect(Set(seen.map(\.name)) == Set((0..<12).map(String.init)))
            #expect(seen.count == 12)
            #expect(seen.map(\.createdAt) == seen.map(\.createdAt).sorted(by: >))
        }
    }

    @Test("A page that ends the list has no cursor", arguments: [(4, 5), (5, 5), (0, 5)])
    func end(count: Int, limit: Int) async throws {
        try await Database.with { database in
            for index in 0..<count { try await database.insert(database.workflow("\(index)")) }
            let part = try await page(database, PageRequest(limit: limit))
            #expect(part.elements.count == count)
            #expect(part.next == nil)
        }
    }
}
