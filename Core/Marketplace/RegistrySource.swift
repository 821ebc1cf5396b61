import AsyncHTTPClient
import FoundationEssentials
import JSON
import NIOCore
import Values

/// Where a registry's files come from.
package struct RegistrySource: Sendable {
    private enum Place {
        case folder(String)
        case server(String)
    }

    /// Of an index: 16 MiB.
    static let longestIndex = 16 << 20

    private let place: Place
    private let client: HTTPClient
    private let timeout: Duration
    private let downloads = Downloads()

    /// As it was given, without a `/` at the end; `bundled` of the one that came with the server.
    package let name: String
    /// Where its files are on this machine; `nil` of one that a server offers.
    var folder: String? {
        if case .folder(let folder) = place { folder } else { nil }
    }

    /// Of a registry that came with the server: its key is trusted for it, and for no other.
    let ownKey: TrustedKey?

    /// - Parameters:
    ///   - location: An `http:` or `https:` URL, or else a folder.
    ///   - timeout: Of each file's whole download.
    package init(_ location: String, client: HTTPClient = .outbound, timeout: Duration = .seconds(30)) {
        name = location.count > 1 && location.hasSuffix("/") ? String(location.dropLast()) : location
        place = name.hasPrefix("http://") || name.hasPrefix("https://") ? .server(name) : .folder(name)
        self.client = client
        self.timeout = timeout
        ownKey = nil
    }

    /// A registry that came with the server.
    package init(bundled folder: String, key: TrustedKey) {
        place = .folder(folder)
        name = "bundled"
        client = .outbound
        timeout = .zero
        ownKey = key
    }

    package func index() async throws(RegistryError) -> RegistryIndex {
        try index(of: try await file("index.json", limit: Self.longestIndex), tag: nil).index
    }

    /// The index, as a server that has seen none of the registry would read it.
    /// - Returns: And whether a trusted key has signed it.
    package func verifiedIndex(
        _ check: PackageCheck
    ) async throws(RegistryError) -> (index: RegistryIndex, isVouchedFor: Bool) {
        let fetched = try index(of: try await file("index.json", limit: Self.longestIndex), tag: nil)
        if let ownKey {
            try PackageCheck.checkBundled(fetched, of: name, ownKey)
            return (fetched.index, true)
        }
        let seen = try check.check(fetched, of: name, after: nil, now: Date())
        return (fetched.index, seen != nil)
    }

    /// - Parameter known: The tag of the index that the caller has.
    /// - Returns: `nil` when that is the current one.
    package func index(otherThan known: String?) async throws(RegistryError) -> FetchedIndex? {
        guard case .server(let url) = place else {
            return try index(of: try await file("index.json", limit: Self.longestIndex), tag: nil)
        }
        guard let (bytes, tag) = try await fetch("\(url)/index.json", limit: Self.longestIndex, otherThan: known) else {
            return nil
        }
        return try index(of: bytes, tag: tag)
    }

    private func index(of bytes: [UInt8], tag: String?) throws(RegistryError) -> FetchedIndex {
        do {
            let json = try JSONValue(parsing: bytes)
            let index: RegistryIndex = try json.decode()
            guard index.format == RegistryIndex.currentFormat else {
                throw RegistryError.format(name, index.format)
            }
            return FetchedIndex(index: index, statement: IndexStatement(of: json), tag: tag)
        } catch let error as RegistryError {
            throw error
        } catch {
            throw .malformedIndex(name, "\(error)")
        }
    }

    /// Ends what is being downloaded, and what will be asked for: the server stops.
    package func stop() { downloads.stop() }

    /// The library of a build; no more is read than the index announces.
    package func package(_ build: RegistryIndex.Build) async throws(RegistryError) -> [UInt8] {
        try await file(build.path, limit: build.size)
    }

    /// A text that an index names: a definition or a description, at most 1 MiB.
    package func document(_ path: String) async throws(RegistryError) -> [UInt8] {
        try await file(path, limit: 1 << 20)
    }

    /// - Parameters:
    ///   - path: Below the registry, as an index has it.
    ///   - limit: Bytes; a longer file is an error.
    func file(_ path: String, limit: Int) async throws(RegistryError) -> [UInt8] {
        guard Self.isInside(path) else { throw .path(path) }
        switch place {
        case .folder(let folder): return try read("\(folder)/\(path)", limit: limit)
        case .server(let url): return try await download("\(url)/\(path)", limit: limit)
        }
    }

    /// Names of letters, digits, `.`, `_`, `+` and `-`, with single slashes between: nothing that a file system, a
    /// URL or a server takes for anything but a name.
    static func isInside(_ path: String) -> Bool {
        path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { name in
            !name.isEmpty && name != "." && name != ".."
                && name.utf8.allSatisfy { byte in
                    switch byte {
                    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                    default: "._+-".utf8.contains(byte)
                    }
                }
        }
    }

    private func read(_ path: String, limit: Int) throws(RegistryError) -> [UInt8] {
        do {
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? UInt64
            if let size, size > UInt64(max(limit, 0)) { throw RegistryError.tooLarge(path, limit: limit) }
            return Array(try Data(contentsOf: URL(filePath: path)))
        } catch let error as RegistryError {
            throw error
        } catch {
            throw .unreachable(path, "the file does not exist or is not readable.")
        }
    }

    private func download(_ url: String, limit: Int) async throws(RegistryError) -> [UInt8] {
        guard let (bytes, _) = try await fetch(url, limit: limit, otherThan: nil) else {
            throw .unreachable(url, "the server responded with 304 to a request without a condition.")
        }
        return bytes
    }

    /// - Returns: `nil` when what is there has the tag `known`.
    private func fetch(
        _ url: String, limit: Int, otherThan known: String?
    ) async throws(RegistryError) -> (bytes: [UInt8], tag: String?)? {
        guard TextFormat.hasPort(url) else { throw .unreachable(url, "its port must be from 0 to 65535.") }
        do {
            return try await downloads.run(url, within: timeout) {
                var request = HTTPClientRequest(url: url)
                if let known { request.headers.add(name: "if-none-match", value: known) }
                let response = try await client.execute(request, deadline: .distantFuture)
                if known != nil, response.status == .notModified { return nil }
                guard response.status == .ok else {
                    throw RegistryError.unreachable(url, "the server responded with \(response.status.code).")
                }
                let bytes = Array(try await response.body.collect(upTo: limit).readableBytesView)
                return (bytes, response.headers.first(name: "etag"))
            }
        } catch let error as RegistryError {
            throw error
        } catch is NIOTooManyBytesError {
            throw .tooLarge(url, limit: limit)
        } catch {
            throw .unreachable(url, "\(error)")
        }
    }
}
