import Errors
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
    /// How the service refuses: `{status, headers?, body, message, retryable?}`, where `message` is a part of the node's.
    package let failure: JSONValue?
    /// The node does not read what the service answers.
    package let ignoresAnswer: Bool?
    /// The indices of requests that the node does not send again once they may have been executed.
    package let sentOnce: [Int]?

    /// The cases of a folder, by file name, or of one file: a case, or `{cases: […]}` and what they have in common.
    /// - Throws: For a file that cannot be read or is not a test case, with its path.
    package static func load(_ path: String) throws -> [TemplateCase] {
        var isFolder = false
        _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        let files =
            isFolder
            ? try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".json") }.sorted()
                .map { "\(path)/\($0)" } : [path]
        return try files.flatMap { file -> [TemplateCase] in
            do {
                let value = try JSONValue(parsing: Data(contentsOf: URL(filePath: file)))
                guard let group = value.object, let cases = group["cases"]?.array else { return [try value.decode()] }
                return try cases.map { try CaseGroup(group).complete($0).decode() }
            } catch {
                throw TemplateTestError.caseFile(file, "\(FileProblem(error) ?? error)")
            }
        }
    }
}
