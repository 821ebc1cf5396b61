import ArgumentParser
import JSON

/// `millrace resources kv put`
struct KVPutCommand: ResourceCommand {
    static let configuration = CommandConfiguration(
        commandName: "put", abstract: "Sets a value, which is read from a file or standard input.")

    @OptionGroup var options: ResourceOptions

    @Argument(help: "The namespace's id.")
    var namespace: String

    @Argument(help: "The key.")
    var key: String

    @Argument(help: "The file of the value; - for standard input.")
    var file: String = "-"

    @Option(help: ArgumentHelp("Time until the key expires.", valueName: "seconds"))
    var expiresIn: Int?

    func run(_ resources: ResourceClient, _ output: Output) async throws {
        let path = "kv/namespaces/\(namespace.asPathSegment)/values/\(key.asPathSegment)"
        let query: RESTClient.Query = ["expirationTtl": expiresIn.map(String.init)]
        output.done("Set the key \"\(key)\".", try await resources.upload(path, try ValueInput.bytes(file), query))
    }
}
