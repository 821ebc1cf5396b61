import PluginMessages

extension Journal {
    /// What is deployed with a connection under a name, or under the name that it has because another connection has that one.
    /// - Throws: `local.service.unknown`, also for a service that was deployed with another connection.
    func service(_ name: String, with connection: String) async throws -> LocalDeployment {
        for candidate in [name, ServiceName.of(name, connection: connection)] {
            if let target = try await newestDeployment(service: candidate), target.account == connection {
                return target
            }
        }
        throw PluginFailure(
            .serviceUnknown, message: "Nothing is deployed as \"\(name)\" with this connection.",
            details: ["service": .string(name)], fault: .notFound)
    }
}
