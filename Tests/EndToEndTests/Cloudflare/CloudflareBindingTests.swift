import EmulatorClient
import JSON
import TestSupport
import Testing

@Suite(
    "Bindings and registrations that the deploy configuration describes, on the real server", .timeLimit(.minutes(20)))
struct CloudflareBindingTests {
    private static let code = """
        const { success } = await env.VISITORS.limit({ key: "a" });
        await env.QUEUE_MAIL.send({ success });
        return await env.SHOP_KEY.get();
        """

    private static var document: JSONValue {
        get throws {
            try JSONValue(
                parsing: CloudflareDocument.answering("x").text.replacing(
                    #"return \"x\";"#, with: code.replacing("\n", with: " ").replacing("\"", with: "\\\"")))
        }
    }

    private static let config: JSONObject = [
        "bindings": [
            "VISITORS": ["namespaceId": "1001", "limit": 100, "period": 60],
            "SHOP_KEY": ["storeId": "store-1", "secretName": "shop"], "QUEUE_MAIL": ["deliveryDelay": 30],
        ],
        "concurrency": 5, "retention": ["success": "1 day"], "workflowSchedules": ["0 6 * * *"],
    ]

    @Test("Bindings that the code shows get what the configuration says; without it the deploy is a 400 with the place")
    func bindings() async throws {
        try await CloudflareInstallation.running { installation in
            _ = try await installation.cloud.call("POST", "queues", ["queue_name": "mail"])
            let document = try Self.document
            let workflow = try await installation.workflow(document)
            try await workflow.post(document)
            for path in ["deploy-preview", "deploy"] {
                let refusal = try await workflow.api.send("POST", "\(workflow.path)/\(path)", workflow.order)
                #expect(refusal.status == 400, "\(refusal.body.text)")
                #expect(refusal.body.text.contains("/bindings/SHOP_KEY"), "\(refusal.body.text)")
            }
            try await workflow.change(["deployConfig": .object(Self.config)])
            let service = try await workflow.deploy()["serviceName"]?.string ?? ""
            let settings = try await installation.cloud.call("GET", "workers/scripts/\(service)/settings").body
            let bindings = settings["result"]?["bindings"]?.array ?? []
            func binding(_ name: String) -> JSONValue? { bindings.first { $0["name"]?.string == name } }
            #expect(binding("VISITORS")?["simple"] == ["limit": 100, "period": 60])
            #expect(binding("SHOP_KEY")?["type"] == "secrets_store_secret")
            #expect(binding("QUEUE_MAIL")?["delivery_delay"] == 30)

            let registered = try await installation.cloud.call("GET", "workflows/\(service)").body["result"]
            #expect(registered?["schedules"]?.array?.map { $0["cron"] } == ["0 6 * * *"])
            let versions = try await installation.cloud.call("GET", "workflows/\(service)/versions").body["result"]
            let version = versions?.array?.first
            #expect(version?["concurrency"] == ["limit": 5])
            #expect(version?["default_retention"] == ["success_retention": 86_400_000])

            // The same again is nothing new; without the schedules, they are gone.
            let again = try await workflow.deploy()
            #expect(again["notes"]?.text.contains("Nothing has changed") == true, "\(again.text)")
            var config = Self.config
            config["workflowSchedules"] = []
            try await workflow.change(["deployConfig": .object(config)])
            try await workflow.deploy()
            let now = try await installation.cloud.call("GET", "workflows/\(service)").body["result"]
            #expect(now?["schedules"]?.array?.isEmpty == true)
        }
    }

    private static let counter = """
        @fetch function handle(request, env) {
          if (request.method === "PUT") return env.COUNTER.getByName("a").fetch(request);
          return new Response("here");
        }
        class Counter extends DurableObject { fetch() { return new Response("1"); } }
        """

    @Test("Classes of Durable Objects come with the code; one that is gone needs to be told what becomes of its data")
    func durableObjects() async throws {
        try await CloudflareInstallation.running { installation in
            let document = CloudflareDocument.answering("one")
            let workflow = try await installation.workflow(document, triggerCode: Self.counter)
            try await workflow.post(document)
            let service = try await workflow.deploy()["serviceName"]?.string ?? ""
            func classes() async throws -> [JSONValue] {
                let list = try await installation.cloud.call("GET", "workers/durable_objects/namespaces").body["result"]
                return (list?.array ?? []).filter { $0["script"]?.string == service }.compactMap { $0["class"] }
            }
            #expect(try await classes() == ["Counter"])
            let settings = try await installation.cloud.call("GET", "workers/scripts/\(service)/settings").body
            let binding = settings["result"]?["bindings"]?.array?.first { $0["name"] == "COUNTER" }
            #expect(binding?["class_name"] == "Counter", "\(settings.text)")
            let answer = try await installation.fetch(service, "GET").body
            #expect(answer == .string("here"))

            let connections = try await installation.api.call("GET", "/api/connections")["data"]?.array ?? []
            let local = connections.first { $0["provider"] == "local" }?["id"] ?? .null
            let refusal = try await workflow.api.send("POST", "\(workflow.path)/deploy", ["connectionId": local])
            #expect(refusal.status == 400 && refusal.body.text.contains("Counter"), "\(refusal.body.text)")

            // Renamed, it keeps what it has; without a word, nothing is lost.
            let renamed = Self.counter.replacing("class Counter", with: "class Meter")
            try await workflow.change(["triggerCode": .string(renamed)])
            try await workflow.post(document)
            #expect(try await workflow.api.send("POST", "\(workflow.path)/deploy", workflow.order).status >= 400)
            #expect(try await classes() == ["Counter"])
            try await workflow.change(["deployConfig": ["durableObjects": ["renamed": ["Counter": "Meter"]]]])
            try await workflow.deploy()
            #expect(try await classes() == ["Meter"])
        }
    }

    @Test("This machine refuses such a document with a 400 that names its bindings")
    func local() async throws {
        try await CloudflareInstallation.running { installation in
            let document = try Self.document
            let workflow = try await installation.workflow(document)
            try await workflow.change(["deployConfig": .object(Self.config)])
            try await workflow.post(document)
            let connections = try await installation.api.call("GET", "/api/connections")["data"]?.array ?? []
            let local = connections.first { $0["provider"] == "local" }?["id"] ?? .null
            let refusal = try await workflow.api.send("POST", "\(workflow.path)/deploy", ["connectionId": local])
            #expect(refusal.status == 400, "\(refusal.body.text)")
            #expect(refusal.body.text.contains("VISITORS") && refusal.body.text.contains("SHOP_KEY"))
        }
    }
}
