import Foundation
import JSON
import Synchronization

/// Everything that the emulated cloud knows, in memory and in one file; values, databases and modules lie in
/// files of their own beside it.
package actor Store {
    private struct Contents: Codable {
        var accounts: [String: Account] = [:]
        var tokens: [Token] = []
    }

    /// Where it keeps everything.
    nonisolated let folder: URL
    private nonisolated let reports = Mutex<[String]>([])
    private let file: URL
    private var contents: Contents

    init(folder: URL) throws {
        self.folder = folder
        file = folder.appending(path: "cloud.json")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        contents =
            FileManager.default.fileExists(atPath: file.path)
            ? try JSONDecoder().decode(Contents.self, from: Data(contentsOf: file)) : Contents()
    }

    func read<Result>(_ account: String, _ body: @Sendable (Account) throws -> Result) throws -> Result {
        guard let account = contents.accounts[account] else { throw APIError.forbidden }
        return try body(account)
    }

    /// Changes an account all at once or, when `body` throws, not at all.
    @discardableResult
    func update<Result>(_ account: String, _ body: @Sendable (inout Account) throws -> Result) throws -> Result {
        guard var changed = contents.accounts[account] else { throw APIError.forbidden }
        let result = try body(&changed)
        contents.accounts[account] = changed
        try save()
        return result
    }

    func add(_ account: Account) throws {
        guard contents.accounts[account.id] == nil else { return }
        contents.accounts[account.id] = account
        try save()
    }

    func add(_ token: Token) throws {
        contents.tokens.removeAll { $0.value == token.value }
        contents.tokens.append(token)
        try save()
    }

    var accounts: [Account] { contents.accounts.values.sorted { $0.name < $1.name } }

    func token(_ value: String) -> Token? { contents.tokens.first { $0.value == value } }

    func hasAccount(_ id: String) -> Bool { contents.accounts[id] != nil }

    func account(ofZone id: String) -> String? {
        contents.accounts.values.first { $0.zones.contains { $0.id == id } }?.id
    }

    /// Keeps what went wrong in the emulator itself.
    nonisolated func report(_ message: String) {
        reports.withLock { $0.append(message) }
        FileHandle.standardError.write(Data("emulator: \(message)\n".utf8))
    }

    nonisolated var reported: [String] { reports.withLock { $0 } }

    private func save() throws { try JSONEncoder().encode(contents).write(to: file, options: .atomic) }
}
