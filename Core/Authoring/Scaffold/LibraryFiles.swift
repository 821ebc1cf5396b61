import FoundationEssentials
import JSON
import NodeLibrary

/// The library that templates import, as files, with a configuration by which Deno and editors find it.
package enum LibraryFiles {
    package static let configuration = "deno.json"

    private static let subfolder = "node-library"

    package static func write(to folder: String) throws {
        let library = URL(filePath: "\(folder)/\(subfolder)")
        try FileManager.default.createDirectory(at: library, withIntermediateDirectories: true)
        for file in NodeLibrary.files { try Data(file.text.utf8).write(to: library.appending(path: file.name)) }
        let configuration: JSONValue = [
            "imports": [NodeLibrary.module: .string("./\(subfolder)/\(NodeLibrary.entry)")]
        ]
        try Data((configuration.text + "\n").utf8).write(to: URL(filePath: "\(folder)/\(self.configuration)"))
    }
}
