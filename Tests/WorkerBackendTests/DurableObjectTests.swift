import JSON
import PluginMessages
import TestSupport
import Testing

@Suite("Durable Objects in trigger code", .timeLimit(.minutes(10)))
struct DurableObjectTests {
    private static let counter = """
        class Counter extends DurableObject<Env> {
          static words = "class Not extends DurableObject";
          count() { return 7; }
        }
        """

    private static func artifact(_ code: String, kind: Program.Kind = .workflow) throws -> Artifact {
        var build = ProgramBuilder()
        let step = build.value("only", "1")
        return try emit(build.program([step], kind: kind, triggerCode: code))
    }

    private static func binding(_ name: String, of artifact: Artifact) -> Binding? {
        artifact.bindings.first { $0.name == name }
    }

    @Test("A class is exported, its base imported, and members of env are for it")
    func exported() async throws {
        let artifact = try Self.artifact(
            """
            @fetch async function handle(request, env) {
              if (request.method === "POST") return env.COUNTER.get(env.COUNTER.idFromName("a")).fetch(request);
              return new Response(`${new Counter({}, env).count()}`);
            }
            \(Self.counter)
            """)
        #expect(artifact.warnings.isEmpty)
        #expect(try await WorkerRun(artifact).fetch("GET", "/").body == "7")
        #expect(artifact.source.contains("export { Counter };"))
        #expect(Self.binding("Counter", of: artifact) == Binding(type: "durable_object_class", name: "Counter"))
        let binding = Self.binding("COUNTER", of: artifact)
        #expect(binding?.type == "durable_object_namespace" && binding?.settings["className"] == "Counter")
        #expect(artifact.source.contains("COUNTER: DurableObjectNamespace;"))
        #expect(artifact.requiredEnvironment.isEmpty)
    }

    @Test("Code of classes alone leaves requests to the default handler")
    func alone() throws {
        let artifact = try Self.artifact(Self.counter)
        #expect(artifact.source.contains("export { Counter };") && artifact.source.contains("$webhook("))
    }

    @Test("Of several classes the one of the binding's name is meant; what exports itself is not exported twice")
    func several() throws {
        let artifact = try Self.artifact(
            """
            import { DurableObject } from "cloudflare:workers";
            @fetch function handle(request, env) {
              return [env.CHAT_ROOM.getByName("a"), env.DURABLE_OBJECT_COUNTER, env.OTHER.newUniqueId()];
            }
            export class ChatRoom extends DurableObject {}
            \(Self.counter)
            """)
        #expect(artifact.source.contains("export { Counter };") && !artifact.source.contains("ChatRoom };"))
        #expect(artifact.source.components(separatedBy: "DurableObject } from").count == 2)
        #expect(Self.binding("CHAT_ROOM", of: artifact)?.settings["className"] == "ChatRoom")
        #expect(Self.binding("DURABLE_OBJECT_COUNTER", of: artifact)?.settings["className"] == "Counter")
        #expect(Self.binding("OTHER", of: artifact)?.settings["className"] == nil)
    }

    @Test("A class in the body of the handler is refused with what to do")
    func body() {
        var build = ProgramBuilder()
        let step = build.value("only", "1")
        let code = "\(Self.counter)\nreturn new Response('x');"
        let problems = diagnostics(build.program([step], triggerCode: code))
        #expect(problems.map(\.code).contains("worker.trigger.durableObject"))
        #expect(problems.contains { $0.message.contains("Counter") && $0.message.contains("@fetch") })
    }
}
