import Foundation
import Logging
import PluginHost
import TestSupport

/// Libraries made for a test, and hosts that load them.
struct PluginFixture {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Compiles a C source of `Tests/Fixtures/plugins` into a library.
    /// - Parameter needed: The name of another library here that it is linked to.
    @discardableResult
    func build(
        _ source: String, as name: String, defining definitions: [String] = [], linkedTo needed: String? = nil
    ) async throws -> String {
        let library = folder.url.appending(path: "\(name).so").path
        let clang = try Command(
            "clang",
            [
                "-shared", "-fPIC", "-D_GNU_SOURCE", "-o", library,
                "-I", PackageRoot.url.appending(path: "Core/PluginABI/include").path,
            ] + definitions.map { "-D\($0)" } + [PackageRoot.fixture("plugins/\(source)").path]
                + (needed.map { ["-Wl,--no-as-needed", "-L", folder.url.path, "-l:\($0).so"] } ?? []))
        let output = try await clang.run()
        guard output.status == 0 else { throw BuildFailure(output: output.stderr) }
        return library
    }

    struct BuildFailure: Error {
        let output: String
    }

    /// - Parameters:
    ///   - isolation: `process` runs the real executable for every plugin, and for the check before.
    ///   - memoryLimit: Bytes.
    ///   - diskLimit: Bytes.
    ///   - patience: For a library to be loaded. One that crashes takes seconds where the machine is busy.
    func host(
        dataDirectory: String? = nil, settings: PluginSettings? = nil, isolation: PluginIsolation = .inProcess,
        memoryLimit: Int = 256 << 20, diskLimit: Int = 1 << 30, privateHosts: Set<String> = [],
        grace: Duration = .milliseconds(100),
        patience: Duration = .seconds(60),
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) throws -> PluginHost {
        PluginHost(
            configuration: .init(
                locations: [PluginLocation(directory: folder.url.path, isolation: isolation)],
                dataDirectory: dataDirectory, settings: try settings ?? PluginSettings(environment: [:]),
                hostVersion: "0.0.0", executable: isolation == .process ? BuildProducts.millrace.path : nil,
                memoryLimit: memoryLimit, diskLimit: diskLimit, privateHosts: privateHosts, grace: grace,
                patience: patience),
            logger: logger)
    }
}
