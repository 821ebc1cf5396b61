import Foundation
import PlatformFixtures
import Storage

@testable import Platform

/// A migrated database in a file of its own.
struct Database {
    let storage: any StorageDriver
    let path: String
    let organization: OrganizationID
    let project: ProjectID

    static func with(
        on kind: TestStorage = .sqlite, _ body: (Database) async throws -> Void
    ) async throws {
        let directory = Installation.newDirectory()
        let storage = try await kind.open(in: directory)
        defer {
            // Another thread waits for the end of all work, which may need this one.
            Thread.detachNewThread { try? storage.close() }
            try? FileManager.default.removeItem(atPath: directory)
        }
        try await storage.migrate()
        let now = Timestamp.now
        let organization = OrganizationRecord(id: .make(), name: "O", slug: "o", createdAt: now, updatedAt: now)
        let project = ProjectRecord(
            id: .make(), organization: organization.id, name: "P", slug: "p", description: "", createdAt: now,
            updatedAt: now)
        try await storage.transaction { database in
            try Table(in: database).insert(organization)
            try Table(in: database).insert(project)
        }
        try await body(
            Database(
                storage: storage, path: "\(directory)/millrace.sqlite", organization: organization.id,
                project: project.id))
    }

    func workflow(_ name: String, at milliseconds: Int64 = Timestamp.now.milliseconds) -> WorkflowRecord {
        let time = Timestamp(milliseconds: milliseconds)
        return WorkflowRecord(
            id: .make(at: time), organization: organization, project: project, name: name, description: "",
            kind: "workflow", dependencies: "{}", deployConfig: "{}", versionCount: 0, createdAt: time, updatedAt: time)
    }

    func insert(_ workflows: WorkflowRecord...) async throws {
        try await storage.transaction { database in
            for workflow in workflows { try Table(in: database).insert(workflow) }
        }
    }
}
