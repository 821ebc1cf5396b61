import ArgumentParser
import JSON

/// `millrace resources r2 delete`
struct R2DeleteCommand: ResourceCommand {
    static let configuration = CommandConfiguration(commandName: "delete", abstract: "Deletes an empty bucket.")

    @OptionGroup var options: ResourceOptions

    @Argument(help: "The bucket's name.")
    var bucket: String

    @OptionGroup var confirmation: ConfirmOption

    func run(_ resources: ResourceClient, _ output: Output) async throws {
        try confirmation.confirm("Delete the bucket \"\(bucket)\"?")
        output.done(
            "Deleted the bucket \"\(bucket)\".", try await resources.delete("r2/buckets/\(bucket.asPathSegment)"))
    }
}
