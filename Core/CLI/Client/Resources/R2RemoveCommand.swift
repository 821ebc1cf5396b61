import ArgumentParser
import JSON

/// `millrace resources r2 remove`
struct R2RemoveCommand: ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "remove", abstract: "Deletes an object.")

    @OptionGroup var options: ResourceOptions

    @Argument(help: "The bucket's name.")
    var bucket: String

    @Argument(help: "The key.")
    var key: String

    func run(_ resources: ResourceClient, _ output: Output) async throws {
        output.done(
            "Deleted the object \"\(key)\".",
            try await resources.delete("r2/buckets/\(bucket.asPathSegment)/objects/\(key.asPathSegment)"))
    }
}
