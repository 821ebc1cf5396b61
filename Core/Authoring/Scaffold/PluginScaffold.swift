import FoundationEssentials
import IR

/// The first files of a plugin's package: one node that works, and its test.
package struct PluginScaffold: Sendable {
    package enum Language: String, Sendable, CaseIterable { case swift, c }

    package enum Problem: Error, CustomStringConvertible {
        case name(String)
        case builtIn(String)
        case exists(String)

        package var description: String {
            switch self {
            case .name(let name):
                "\"\(name)\" cannot be a plugin's id: begin with a lowercase letter; letters, digits, '-' and '_' may follow."
            case .builtIn(let name): "\"\(name)\" is the type of a built-in node. Choose another id."
            case .exists(let folder): "\(folder) already exists: choose another name or folder."
            }
        }
    }

    private let id: String
    private let language: Language

    /// - Parameter id: Of the plugin and of its node: `^[a-z][a-z0-9_-]*$`.
    package init(id: String, language: Language) throws(Problem) {
        let isWellFormed =
            id.utf8.first.map { (0x61...0x7A).contains($0) } == true
            && id.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
                    || byte == UInt8(ascii: "_")
            }
        guard isWellFormed else { throw .name(id) }
        guard BuiltInNode(rawValue: id) == nil else { throw .builtIn(id) }
        self.id = id
        self.language = language
    }

    /// Writes the package into a folder that is not there yet.
    package func write(to folder: String) throws {
        guard !FileManager.default.fileExists(atPath: folder) else { throw Problem.exists(folder) }
        for (path, text) in files {
            let file = URL(filePath: "\(folder)/\(path)")
            try FileManager.default.createDirectory(
                atPath: file.deletingLastPathComponent().path, withIntermediateDirectories: true)
            try Data(filled(text).utf8).write(to: file)
        }
        // For the author's editor; `plugin test` and a server have the library themselves.
        try LibraryFiles.write(to: folder)
    }

    private var files: [(path: String, text: [UInt8])] {
        let shared: [(path: String, text: [UInt8])] = [
            ("plugin.exports", PackageResources.exports_txt), ("tests/sends-a-text.json", PackageResources.case_txt),
        ]
        switch language {
        case .swift:
            return shared + [
                ("Package.swift", PackageResources.swift_package_txt),
                ("Sources/\(type)/\(type).swift", PackageResources.swift_plugin_txt),
                ("Sources/\(type)/template.ts", PackageResources.template_txt),
                ("README.md", PackageResources.readme_swift_txt), (".gitignore", Array(".build\n".utf8)),
            ]
        case .c:
            return shared + [
                ("Makefile", PackageResources.c_makefile_txt), ("plugin.c", PackageResources.c_plugin_txt),
                ("manifest.json", PackageResources.c_manifest_txt), ("template.ts", PackageResources.template_txt),
                ("millrace_plugin.h", PackageResources.millrace_plugin_h),
                ("README.md", PackageResources.readme_c_txt), (".gitignore", Array("*.so\nmanifest.h\n".utf8)),
            ]
        }
    }

    private var words: [Substring] { id.split { $0 == "-" || $0 == "_" } }

    private var type: String { words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() }

    private func filled(_ text: [UInt8]) -> String {
        String(decoding: text, as: UTF8.self)
            .replacing("@ID@", with: id).replacing("@TYPE@", with: type)
            .replacing("@NAME@", with: words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: " "))
            .replacing("@ENV@", with: words.map { $0.uppercased() }.joined(separator: "_"))
    }
}
