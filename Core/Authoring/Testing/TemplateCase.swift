import FoundationEssentials
import JSON

/// A recorded use of a node: what it is given, what it exchanges with its service, and what comes of it.
package struct TemplateCase: Decodable, Sendable {
    package struct Failure: Decodable, Sendable {
        /// A part of the message.
        package let message: String?
        package let retryable: Bool?
    }

    package let name: String
    /// `nil` takes the plugin's only node.
    package let node: String?
    package let version: String?
    /// `nil` takes the template's only target.
    package let target: String?
    package let params: JSONValue
    package let env: [String: String]?
    /// `{request, response}` in the order of the requests.
    package let http: [JSONValue]?
    /// What the node gives; absent when it is to fail, or when only the schema matters.
    package let output: JSONValue?
    package let error: Failure?

    /// The cases of a folder, by file name, or of one file.
    /// - Throws: For a file that cannot be read or is no case, with its path.
    package static func load(_ path: String) throws -> [TemplateCase] {
        var isFolder = false
        _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        let files =
            isFolder
            ? try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".json") }.sorted()
                .map { "\(path)/\($0)" } : [path]
        return try files.map { file in
            do { return try JSONValue(parsing: Data(contentsOf: URL(filePath: file))).decode() } catch {
                throw TemplateTestError.caseFile(file, "\(error)")
            }
        }
    }
}

package enum TemplateTestError: Error, CustomStringConvertible {
    case caseFile(String, String)
    case noTemplate(String)
    case deno(String)

    package var description: String {
        switch self {
        case .caseFile(let file, let problem): "\(file): it is no test case: \(problem)"
        case .noTemplate(let name):
            "The case \"\(name)\" names no node, version or target that the plugin has a template for."
        case .deno(let problem): "Deno could not run the templates: \(problem)"
        }
    }
}
