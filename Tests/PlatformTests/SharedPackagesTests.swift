import Crypto
import Foundation
import Marketplace
import PlatformFixtures
import Storage
import Testing
import Values

@testable import Platform

@Suite("Packages of servers with a disk each", .timeLimit(.minutes(10)))
struct SharedPackagesTests {
    /// Of several parts, of which the last is shorter.
    private static let content = (0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 9) }

    private struct Server {
        let store: PackageStore
        let packages: SharedPackages

        init(_ storage: any StorageDriver) {
            store = PackageStore(folder: "\(Installation.newDirectory())/packages")
            packages = SharedPackages(storage: storage, store: store)
        }

        func holds(_ package: PackageRecord) -> Bool {
            store.holds(.init(path: package.path), size: package.size, sha256: package.sha256)
        }
    }

    /// A package that one of two servers has.
    private func with(
        _ body: (_ first: Server, _ second: Server, PackageRecord, any StorageDriver) async throws -> Void
    ) async throws {
        try await Installation.with { installation in
            let (first, second) = (Server(installation.storage), Server(installation.storage))
            let sha256 = Hex.text(SHA256.hash(data: Self.content))
            let place = try first.store.keep(
                try first.store.write(Self.content), node: "letter", version: "1.0.0", sha256: sha256)
            let package = PackageRecord(
                node: "letter", version: "1.0.0", path: place.path, size: Self.content.count, sha256: sha256,
                keyID: nil, registry: "r", contents: nil, createdAt: .now)
            try await installation.storage.transaction { try Table(in: $0).insert(package) }
            try await body(first, second, package, installation.storage)
        }
    }

    private func parts(_ storage: any StorageDriver) async throws -> Int {
        try await storage.read { try $0.query("SELECT COUNT(*) AS count FROM package_parts")[0]["count"] }
    }

    @Test("A server that begins to lead has the packages that another one has installed")
    func follows() async throws {
        try await with { first, second, package, storage in
            // Nobody has brought the file to the database yet.
            await second.packages.exchange([package])
            #expect(!second.holds(package))
            await first.packages.exchange([package])
            let count = try await parts(storage)
            #expect(count == 3)
            await second.packages.exchange([package])
            #expect(second.holds(package))
            #expect(try second.store.bytes(of: .init(path: package.path)) == Self.content)
            // Once is enough.
            for server in [first, second] { await server.packages.exchange([package]) }
            #expect(try await parts(storage) == count)
        }
    }

    @Test(
        "A file that is damaged on the disk is replaced, and one that is damaged in the database is not taken for whole"
    )
    func damaged() async throws {
        try await with { first, second, package, storage in
            await first.packages.exchange([package])
            let path = first.store.path(.init(path: package.path))
            try Data(Self.content.reversed()).write(to: URL(filePath: path))
            #expect(!first.holds(package))
            await first.packages.exchange([package])
            #expect(first.holds(package))
            for damage in [
                "UPDATE package_parts SET content = '!' WHERE part = 1", "DELETE FROM package_parts WHERE part = 2",
                "UPDATE package_parts SET content = (SELECT content FROM package_parts WHERE part = 0)",
            ] {
                try await storage.transaction { database in _ = try database.execute(damage) }
                await second.packages.exchange([package])
                #expect(!second.holds(package), "\(damage)")
            }
        }
    }

    @Test("The file of a package that nobody has any more goes")
    func removed() async throws {
        try await with { first, _, package, storage in
            await first.packages.exchange([package])
            #expect(try await parts(storage) == 3)
            try await storage.transaction { _ = try $0.execute("DELETE FROM packages") }
            await first.packages.exchange([])
            #expect(try await parts(storage) == 0)
        }
    }
}
