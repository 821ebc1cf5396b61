import ArgumentParser

/// `millrace connections delete`
struct ConnectionsDeleteCommand: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "delete", abstract: "Deletes a connection.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var connection: ConnectionArgument

    @OptionGroup var confirmation: ConfirmOption

    func run(_ api: RESTClient, _ output: Output) async throws {
        let found = try await connection.find(api)
        let name = found["name"]?.string ?? ""
        try confirmation.confirm("Delete the connection \"\(name)\"?")
        output.done("Deleted \"\(name)\".", try await api.call(.DELETE, "/api/connections/\(found.id)"))
    }
}
