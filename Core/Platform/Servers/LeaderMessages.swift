import JSON
import PluginHost
import PluginMessages
import Storage

/// What the server that leads does with messages of the others: each speaks for itself, and for the deployments on its disk.
struct LeaderMessages: Sendable {
    let places: DeploymentPlaces
    let host: PluginHost
    let storage: any StorageDriver
    /// Answers what plugins ask of the server.
    let request: PluginHost.RequestHandler

    static let unknownSender = PluginFailure(
        code: "server.unknown", message: "The server has not made itself known to the one that leads.", retryable: true)

    static let duplicateCode = "server.duplicate"

    /// - Parameter server: The one that has the same data directory.
    private static func duplicate(of server: DeploymentServer) -> PluginFailure {
        PluginFailure(code: duplicateCode, message: server.name)
    }

    private struct Sender: Decodable { let server, target: String }

    struct Events: Codable, Sendable {
        struct Event: Codable, Sendable {
            let plugin: String
            let organization: String?
            let name: String
            let payload: JSONValue
        }

        let server: String
        let target: String
        let events: [Event]
    }

    struct Request: Codable, Sendable {
        let server: String
        let target: String
        let plugin: String
        let organization: String?
        let name: String
        let body: JSONValue
    }

    /// The deployment that a plugin's request is about.
    private struct Subject: Decodable { let deploymentId: String }

    func answer(_ method: String, _ params: JSONValue) async -> Result<JSONValue, PluginFailure> {
        do {
            switch method {
            case ServerMessage.Method.join:
                let server: JoinedServer = try params.decode()
                if let other = await places.join(server) { throw Self.duplicate(of: other) }
                return .success(.null)
            case ServerMessage.Method.events:
                try checkSender(of: params)
                let told: Events = try params.decode()
                for event in told.events {
                    host.receive(
                        ToldElsewhere(
                            plugin: event.plugin, organization: event.organization, name: event.name,
                            payload: event.payload), from: told.server)
                }
                return .success(.null)
            case ServerMessage.Method.request:
                try checkSender(of: params)
                return await answer(try params.decode())
            default:
                throw PluginFailure(code: .pluginMessage, message: "\"\(method)\" is not a message to this server.")
            }
        } catch let failure as PluginFailure { return .failure(failure) } catch {
            return .failure(PluginFailure(code: .pluginMessage, message: "The message is malformed: \(error)"))
        }
    }

    private func checkSender(of params: JSONValue) throws {
        let sender: Sender = try params.decode()
        guard places.others.knows(sender.server, as: sender.target) else { throw Self.unknownSender }
    }

    private func answer(_ asked: Request) async -> Result<JSONValue, PluginFailure> {
        let server: String?
        do {
            let subject: Subject = try asked.body.decode()
            server = try await storage.read {
                try Table(DeploymentRecord.self, in: $0).find(DeploymentID(subject.deploymentId))?.server
            }
        } catch {
            return .failure(PluginFailure(code: "fetch.server", message: "The server failed.", retryable: true))
        }
        guard server == asked.server else {
            return .failure(
                PluginFailure(code: "fetch.request", message: "The deployment is not on the server that asks."))
        }
        return await request(
            ServerRequest(
                plugin: asked.plugin, organization: asked.organization, providers: host.providers(of: asked.plugin),
                name: asked.name, body: asked.body))
    }
}
