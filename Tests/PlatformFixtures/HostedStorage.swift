import Foundation
import Logging
import Platform
import PluginHost
import Storage
import TestSupport

/// A plugin's storage with a host of its own, which ends when the storage is closed.
package struct HostedStorage: StorageDriver {
    private let host: PluginHost
    private let inner: PluginStorage

    /// - Parameters:
    ///   - library: Beside the tests, without its ending.
    ///   - settings: As `--plugin-setting` takes them.
    package init(_ library: String, _ settings: [String], readers: Int = 8) async throws {
        host = PluginHost(
            configuration: .init(
                locations: [PluginLocation(directory: BuildProducts.directory.path, prefixes: [library])],
                dataDirectory: nil, settings: try PluginSettings(environment: [:], given: settings),
                hostVersion: "0.0.0"),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        await host.load()
        guard let service = host.registry.storages.first else {
            throw StorageError.driver("\(host.registry.refusals)")
        }
        inner = PluginStorage(service, readers: readers)
    }

    package var plugin: String? { inner.plugin }

    package var isShared: Bool { inner.isShared }

    package func read<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result { try await inner.read(body) }

    package func transaction<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result { try await inner.transaction(body) }

    package func close() throws {
        Task { [host] in await host.shutdown() }
    }
}
