import ArgumentParser
import Foundation
import JSON

/// Where the bytes of a value go.
struct OutputFileOption: ParsableArguments {
    @Option(name: .shortAndLong, help: "The file; by default the bytes are printed.")
    var output: String?

    func write(_ bytes: [UInt8]) throws {
        guard let output else { return try FileHandle.standardOutput.write(contentsOf: Data(bytes)) }
        try Data(bytes).write(to: URL(filePath: output), options: .atomic)
    }
}
