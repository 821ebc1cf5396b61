import AsyncHTTPClient
import FoundationEssentials
import JSON
import NIOCore

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
    private let timeout: TimeAmount

    /// As it was given, without a `/` at the end.
    package let name: String

    /// - Parameters:
    ///   - location: An `http:` or `https:` URL, or else a folder.
    ///   - timeout: Of each file's whole download; a server that refuses connections is tried for as long.
    package init(_ location: String, client: HTTPClient = .shared, timeout: Duration = .seconds(30)) {
        name = location.count > 1 && location.hasSuffix("/") ? String(location.dropLast()) : location
        place = name.hasPrefix("http://") || name.hasPrefix("https://") ? .server(name) : .folder(name)
        self.client = client
        self.timeout = .milliseconds(timeout.components.seconds * 1000)
    }

    package func index() async throws(RegistryError) -> RegistryIndex {
        let bytes = try await file("index.json", limit: Self.longestIndex)
        do {
            let index: RegistryIndex = try JSONValue(parsing: bytes).decode()
            guard index.format == RegistryIndex.currentFormat else {
                throw RegistryError.format(name, index.format)
            }
            return index
        } catch let error as RegistryError {
            throw error
        } catch {
            throw .malformedIndex(name, "\(error)")
        }
    }

    /// The library of a build; no more is read than the index announces.
    package func package(_ build: RegistryIndex.Build) async throws(RegistryError) -> [UInt8] {
        try await file(build.path, limit: build.size)
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
            if let size, size > UInt64(limit) { throw RegistryError.tooLarge(path, limit: limit) }
            return Array(try Data(contentsOf: URL(filePath: path)))
        } catch let error as RegistryError {
            throw error
        } catch {
            throw .unreachable(path, "there is no such file, or it may not be read.")
        }
    }

    private func download(_ url: String, limit: Int) async throws(RegistryError) -> [UInt8] {
        do {
            let response = try await client.execute(HTTPClientRequest(url: url), timeout: timeout)
            guard response.status == .ok else {
                throw RegistryError.unreachable(url, "the server answered \(response.status.code).")
            }
            return Array(try await response.body.collect(upTo: limit).readableBytesView)
        } catch let error as RegistryError {
            throw error
        } catch is NIOTooManyBytesError {
            throw .tooLarge(url, limit: limit)
        } catch {
            throw .unreachable(url, "\(error)")
        }
    }
}
