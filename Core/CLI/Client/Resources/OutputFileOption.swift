import ArgumentParser
import Foundation
import JSON

/// Where the bytes of a value go.
struct OutputFileOption: ParsableArguments {
    @Option(name: .shortAndLong, help: "The file; by default the bytes are printed.")
    var output: String?

    func write(_ bytes: [UInt8]) throws {
        guard let output else { return try Self.show(bytes) }
        try Data(bytes).write(to: URL(filePath: output), options: .atomic)
    }

    /// As they are; at a terminal without what would steer it.
    static func show(_ bytes: [UInt8]) throws {
        guard isatty(STDOUT_FILENO) == 1 else { return try FileHandle.standardOutput.write(contentsOf: Data(bytes)) }
        Terminal.print(String(decoding: bytes, as: UTF8.self), terminator: "")
    }
}
