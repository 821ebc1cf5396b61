import JSON
import PluginMessages

extension BindingServer {
    /// Another deployed Worker, asked by a program: a request, or a call of a method.
    nonisolated(nonsending) func service(
        _ name: String, _ request: BindingRequest, _ body: ByteBody?, from deployment: LocalDeployment
    ) async throws -> BindingAnswer {
        guard let handler = HostMessage.Handler(rawValue: request.method), [.fetch, .rpc].contains(handler) else {
            throw request.unknownMethod
        }
        let target = try await journal.service(name, with: deployment.account)
        let answer: Invocation.Answer
        do {
            answer = try await workers.invoke(
                handler, request.value.text, body: body, of: target, within: configuration.requestTime,
                depth: instances.depth(of: request, from: deployment))
        } catch let failure as PluginFailure where failure.local == .requestTooMany {
            // Workers that ask each other in a circle come to an end: theirs.
            throw PluginFailure(.serviceBusy, message: failure.message, retryable: true)
        }
        return BindingAnswer(try answer.value.map { try JSONValue(parsing: $0) }, body: answer.body)
    }
}
