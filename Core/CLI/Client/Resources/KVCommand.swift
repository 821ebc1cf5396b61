import ArgumentParser

/// `millrace resources kv`
struct KVCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kv", abstract: "Key-value namespaces.",
        subcommands: [
            KVListCommand.self, KVCreateCommand.self, KVDeleteCommand.self, KVKeysCommand.self, KVGetCommand.self,
            KVPutCommand.self, KVRemoveCommand.self,
        ])
}
