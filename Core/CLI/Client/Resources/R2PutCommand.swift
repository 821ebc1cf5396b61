import ArgumentParser
import JSON

/// `millrace resources r2 put`
struct R2PutCommand: ResourceCommand {
    static let configuration = CommandConfiguration(
        commandName: "put", abstract: "Writes an object, which is read from a file or standard input.")

    @OptionGroup var options: ResourceOptions

    @Argument(help: "The bucket's name.")
    var bucket: String

    @Argument(help: "The key.")
    var key: String

    @Argument(help: "The file of the object; - for standard input.")
    var file: String = "-"

    @Option(help: "Such as text/plain; application/octet-stream by default.")
    var contentType: String?

    func run(_ resources: ResourceClient, _ output: Output) async throws {
        let path = "r2/buckets/\(bucket.asPathSegment)/objects/\(key.asPathSegment)"
        let query: RESTClient.Query = ["contentType": contentType]
        output.done("Wrote the object \"\(key)\".", try await resources.upload(path, try ValueInput.bytes(file), query))
    }
}
