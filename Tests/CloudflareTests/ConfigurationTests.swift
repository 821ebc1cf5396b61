import Forms
import JSON
import PluginMessages
import TestSupport
import Testing
import Values

@testable import CloudflareRuntime

@Suite("Deploy configurations", .timeLimit(.minutes(10)))
struct ConfigurationTests {
    @Test("Nothing said is the defaults of the form")
    func defaults() throws {
        let configuration = try DeployConfiguration([:])
        let said = Dictionary(
            uniqueKeysWithValues: DeployConfiguration.schema.compactMap { field in
                field.defaultValue.map { (field.name, $0) }
            })
        let told = try DeployConfiguration(JSONObject(said.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
        #expect(configuration == told)
        #expect(configuration.subdomain == ScriptSubdomain(isEnabled: true, hasPreviews: false))
    }

    @Test("The route of the REST specification and the others are one list")
    func routes() throws {
        let configuration = try DeployConfiguration([
            "route": ["pattern": "api.example.com/my-workflow/*", "zoneName": "example.com"],
            "routes": [
                ["pattern": "*.example.com/x", "zoneName": "example.com"],
                ["pattern": "api.example.com/my-workflow/*", "zoneName": "example.com"],
            ],
        ])
        #expect(configuration.routes.map(\.pattern) == ["api.example.com/my-workflow/*", "*.example.com/x"])
    }

    @Test("Everything that is wrong is told at once, with where it is")
    func wrong() {
        let config: JSONObject = [
            "route": ["pattern": "api.other.org/*", "zoneName": "example.com"],
            "routes": [
                ["pattern": "evilexample.com/*", "zoneName": "example.com"],
                ["pattern": "https://a.b.example.com/x", "zoneName": "example.com"],
                ["pattern": "*example.com/*", "zoneName": "example.com"],
                ["pattern": "example.com", "zoneName": "example.com"],
            ],
            "crons": [1],
            "compatibilityDate": "yesterday", "cpuMs": 5, "placement": "moon", "workersDev": "yes",
            "queueConsumers": [["batchSize": 1_000]],
        ]
        #expect {
            try DeployConfiguration(config)
        } throws: { error in
            let pointers = (error as? PluginFailure)?.details?.array?.compactMap { $0["pointer"]?.string } ?? []
            return Set(pointers) == [
                "/route/pattern", "/routes/0/pattern", "/crons/0", "/compatibilityDate", "/cpuMs", "/placement",
                "/workersDev",
                "/queueConsumers/0/queue",
            ]
        }
    }

    @Test("Schedules are in the one grammar, when a configuration is set and when it is deployed")
    func schedules() throws {
        let seed = Stress.seed
        var spelling = RandomSpelling(seed: seed)
        let fields = DeployConfiguration.schema.filter { ["crons", "workflowSchedules"].contains($0.name) }
        #expect(fields.count == 2)
        for _ in 0..<Stress.size(small: 300, large: 10_000) {
            let text = spelling.cron()
            let isValid = (try? CronExpression(text)) != nil
            for field in fields {
                let faults = FormValidator().faults(of: [.string(text)], as: field)
                #expect(faults.isEmpty == isValid, "\(text), seed \(seed)")
                let read = try? DeployConfiguration([field.name: [.string(text)]])
                #expect((read != nil) == isValid, "\(text), seed \(seed)")
            }
        }
    }

    @Test("All settings reach the upload's metadata")
    func metadata() throws {
        let request = CloudflareFixture.request(config: [
            "compatibilityDate": "2026-01-01", "compatibilityFlags": ["nodejs_als"], "placement": "smart",
            "cpuMs": 100, "observability": false, "samplingRate": 0.5, "logpush": true,
        ])
        let metadata = try DesiredService(request, previous: nil, plan: .paid).metadata
        #expect(metadata["compatibility_date"] == "2026-01-01")
        #expect(metadata["compatibility_flags"] == ["nodejs_als"])
        #expect(metadata["placement"] == ["mode": "smart"])
        #expect(metadata["limits"] == ["cpu_ms": 100])
        #expect(metadata["observability"] == ["enabled": false, "head_sampling_rate": 0.5])
        #expect(metadata["logpush"] == true)
        #expect(throws: PluginFailure.self) { try DesiredService(request, previous: nil, plan: .free) }
    }

    private static func draft(_ config: JSONObject, _ bindings: [Binding]) throws -> DesiredService {
        try DesiredService(CloudflareFixture.request(config: config, bindings: bindings), previous: nil, plan: .paid)
    }

    @Test("What the configuration says of a binding reaches the upload in the API's members")
    func bindingSettings() throws {
        let draft = try Self.draft(
            [
                "bindings": [
                    "RATE_LIMITER": ["namespaceId": 1001, "limit": 100, "period": 60],
                    "SECRETS_STORE_KEY": ["storeId": "store-1", "secretName": "shop"],
                    "SEND_EMAIL": [
                        "allowedDestinationAddresses": ["a@example.com"], "allowedSenderAddresses": ["b@example.com"],
                    ],
                    "ROOM": ["className": "Room", "scriptName": "chat"],
                    "QUEUE_MAIL": ["deliveryDelay": 30], "BUCKET_FILES": ["jurisdiction": "eu"],
                    "SERVICE_TAX": ["entrypoint": "Admin", "props": ["tenant": 7]],
                ]
            ],
            [
                Binding(type: "ratelimit", name: "RATE_LIMITER"), Binding(type: "images", name: "IMAGES"),
                Binding(type: "secrets_store_secret", name: "SECRETS_STORE_KEY"),
                Binding(type: "send_email", name: "SEND_EMAIL"),
                Binding(type: "durable_object_namespace", name: "ROOM"),
                Binding(type: "queue", name: "QUEUE_MAIL", settings: ["resource": "mail"]),
                Binding(type: "r2_bucket", name: "BUCKET_FILES", settings: ["resource": "files"]),
                Binding(type: "service", name: "SERVICE_TAX", settings: ["resource": "tax"]),
            ])
        let told = Dictionary(
            uniqueKeysWithValues: (draft.metadata["bindings"]?.array ?? []).map { ($0["name"]?.string ?? "", $0) })
        #expect(
            told["RATE_LIMITER"] == [
                "name": "RATE_LIMITER", "type": "ratelimit", "namespace_id": "1001",
                "simple": ["limit": 100, "period": 60],
            ])
        #expect(told["IMAGES"] == ["name": "IMAGES", "type": "images"])
        #expect(
            told["SECRETS_STORE_KEY"] == [
                "name": "SECRETS_STORE_KEY", "type": "secrets_store_secret", "store_id": "store-1",
                "secret_name": "shop",
            ])
        #expect(
            told["SEND_EMAIL"] == [
                "name": "SEND_EMAIL", "type": "send_email", "allowed_destination_addresses": ["a@example.com"],
                "allowed_sender_addresses": ["b@example.com"],
            ])
        #expect(
            told["ROOM"] == [
                "name": "ROOM", "type": "durable_object_namespace", "class_name": "Room", "script_name": "chat",
            ])
        #expect(told["QUEUE_MAIL"]?["delivery_delay"] == 30)
        #expect(told["BUCKET_FILES"]?["jurisdiction"] == "eu")
        #expect(told["SERVICE_TAX"]?["entrypoint"] == "Admin" && told["SERVICE_TAX"]?["props"] == ["tenant": 7])
    }

    @Test(
        "Classes of Durable Objects are exports, and bindings are for them; what is gone is deleted or renamed when told"
    )
    func durableObjects() throws {
        let bindings = [
            Binding(type: "durable_object_namespace", name: "COUNTER", settings: ["className": "Counter"]),
            Binding(type: "durable_object_namespace", name: "ROOMS"),
            Binding(type: "durable_object_class", name: "Counter"), Binding(type: "durable_object_class", name: "Room"),
        ]
        let rooms: JSONObject = ["bindings": ["ROOMS": ["className": "Room"]]]
        var config = rooms
        config["durableObjects"] = ["deleted": ["Old"], "renamed": ["Chat": "Room"]]
        let draft = try Self.draft(config, bindings)
        #expect(
            draft.metadata["exports"] == [
                "Counter": ["type": "durable-object", "storage": "sqlite"],
                "Room": ["type": "durable-object", "storage": "sqlite"],
                "Old": ["type": "durable-object", "state": "deleted"],
                "Chat": ["type": "durable-object", "state": "renamed", "renamed_to": "Room"],
            ])
        let told = Dictionary(
            uniqueKeysWithValues: (draft.metadata["bindings"]?.array ?? []).map { ($0["name"]?.string ?? "", $0) })
        #expect(
            told["COUNTER"] == ["name": "COUNTER", "type": "durable_object_namespace", "class_name": "Counter"])
        #expect(told["ROOMS"] == ["name": "ROOMS", "type": "durable_object_namespace", "class_name": "Room"])
        #expect(told["Counter"] == nil && told["Room"] == nil)
        #expect(try Self.draft(rooms, bindings).metadata["exports"]?["Old"] == nil)
        #expect(try Self.draft([:], []).metadata["exports"] == nil)
        for changes: JSONValue in [
            ["deleted": ["Counter"]], ["renamed": ["Old": "Absent"]], ["renamed": ["Counter": "Room"]],
            ["deleted": "Old"],
            ["moved": [:]], ["renamed": ["Old": 1]],
        ] {
            var config = rooms
            config["durableObjects"] = changes
            let error = #expect(throws: PluginFailure.self) { try Self.draft(config, bindings) }
            #expect(error?.code == "cloudflare.config" && error?.message.contains("/durableObjects/") == true)
        }
        // A class of another Worker is named with that.
        let error = #expect(throws: PluginFailure.self) {
            try Self.draft(["bindings": ["ROOMS": ["className": "Elsewhere"]]], bindings)
        }
        #expect(error?.message.contains("scriptName") == true)
    }

    @Test(
        "Settings of a binding that are missing, of another kind or of no binding are refused with their place",
        arguments: [
            ([:], "/bindings/RATE_LIMITER"),
            (["RATE_LIMITER": ["namespaceId": "a", "limit": 1, "period": 10]], "/bindings/RATE_LIMITER/namespaceId"),
            (["RATE_LIMITER": ["namespaceId": "1", "limit": 1, "period": 30]], "/bindings/RATE_LIMITER/period"),
            (["RATE_LIMITER": ["limitt": 1]], "/bindings/RATE_LIMITER/limitt"),
            (
                ["RATE_LIMITER": ["namespaceId": "1", "limit": 1, "period": 10, "jurisdiction": "eu"]],
                "/bindings/RATE_LIMITER/jurisdiction"
            ),
            (["QUEUE_X": ["deliveryDelay": 1]], "/bindings/QUEUE_X"), (["RATE_LIMITER": 1], "/bindings/RATE_LIMITER"),
        ] as [(JSONObject, String)])
    func wrongBindingSettings(bindings: JSONObject, pointer: String) throws {
        let error = #expect(throws: PluginFailure.self) {
            try Self.draft(["bindings": .object(bindings)], [Binding(type: "ratelimit", name: "RATE_LIMITER")])
        }
        #expect(error?.code == "cloudflare.config" && error?.fault == .invalid)
        #expect(error?.details?.array?.compactMap { $0["pointer"]?.string } == [pointer])
    }

    @Test("Every binding of the IR's specification becomes the API's")
    func bindings() throws {
        func resource(_ type: String, _ name: String, _ resource: String? = nil) -> Binding {
            var settings: JSONObject = ["resourceVariable": .string("\(name)_BINDING_ID")]
            if let resource { settings["resource"] = .string(resource) }
            return Binding(type: type, name: name, settings: settings)
        }
        let request = CloudflareFixture.request(
            environment: ["KV_A", "DB_A", "HYPERDRIVE_A", "VECTORIZE_A"].map {
                EnvironmentVariable(name: "\($0)_BINDING_ID", value: "id-of-\($0)", isSecret: false)
            },
            bindings: [
                resource("kv_namespace", "KV_A"), resource("d1", "DB_A"), resource("hyperdrive", "HYPERDRIVE_A"),
                resource("vectorize", "VECTORIZE_A", "vectorize_a"), resource("r2_bucket", "BUCKET_A", "bucket_a"),
                resource("queue", "QUEUE_ORDER_MAIL", "order-mail"), resource("service", "SERVICE_A", "service_a"),
                Binding(type: "ai", name: "AI"), Binding(type: "browser", name: "BROWSER"),
                Binding(type: "analytics_engine", name: "ANALYTICS_HITS"),
                Binding(
                    type: "workflow", name: "WORKFLOW_CHILD", settings: ["service": "child-1", "className": "Child"]),
            ])
        let bindings = try ScriptBindings(request.artifact, request.environment, service: "orders-w1").list
        let told = Dictionary(
            uniqueKeysWithValues: bindings.map { binding in
                var rest = binding.object ?? [:]
                rest["name"] = Optional<JSONValue>.none
                return (binding["name"]?.string ?? "", JSONValue.object(rest))
            })
        #expect(
            told == [
                "KV_A": ["type": "kv_namespace", "namespace_id": "id-of-KV_A"],
                "DB_A": ["type": "d1", "database_id": "id-of-DB_A"],
                "HYPERDRIVE_A": ["type": "hyperdrive", "id": "id-of-HYPERDRIVE_A"],
                "VECTORIZE_A": ["type": "vectorize", "index_name": "id-of-VECTORIZE_A"],
                "BUCKET_A": ["type": "r2_bucket", "bucket_name": "bucket_a"],
                "QUEUE_ORDER_MAIL": ["type": "queue", "queue_name": "order-mail"],
                "SERVICE_A": ["type": "service", "service": "service_a"], "AI": ["type": "ai"],
                "BROWSER": ["type": "browser"],
                "ANALYTICS_HITS": ["type": "analytics_engine", "dataset": "analytics_hits"],
                "WORKFLOW_CHILD": ["type": "workflow", "workflow_name": "child-1", "script_name": "child-1"],
                "WORKFLOW": [
                    "type": "workflow", "workflow_name": "orders-w1", "script_name": "orders-w1",
                    "class_name": "Orders",
                ],
            ])
    }
}

@Suite("Registrations of workflows", .timeLimit(.minutes(10)))
struct RegistrationTests {
    private static let config: JSONObject = [
        "concurrency": 5, "retention": ["success": "1 day", "error": "7 days"], "workflowSchedules": ["0 6 * * *"],
    ]

    @Test("Concurrency, retention and schedules are registered, changed, restored and removed")
    func lifecycle() async throws {
        let fixture = CloudflareFixture()
        let first = try await fixture.deploy(CloudflareFixture.request(config: Self.config))
        let registered: JSONValue = [
            "class_name": "Orders", "script_name": "orders-w1", "concurrency": ["limit": 5],
            "default_retention": ["success_retention": 86_400_000, "error_retention": 604_800_000],
            "schedules": [["cron": "0 6 * * *"]],
        ]
        #expect(fixture.account.state.workflow == registered)
        // The same again changes nothing.
        let versions = fixture.account.state.versions.count
        let second = try await fixture.deploy(
            CloudflareFixture.request(id: "d2", config: Self.config, previous: first.reference))
        #expect(fixture.account.state.versions.count == versions)
        // What was registered comes back when a later deploy fails after its own registration.
        var config = Self.config
        config["concurrency"] = 9
        config["workflowSchedules"] = []
        config["crons"] = ["0 7 * * *"]
        fixture.account.fail { $0.hasSuffix("/schedules") && $0.hasPrefix("PUT") }
        await #expect(throws: PluginFailure.self) {
            try await fixture.deploy(
                CloudflareFixture.request("two", id: "d3", config: config, previous: second.reference))
        }
        #expect(fixture.account.state.workflow == registered)
        fixture.account.fail { _ in false }
        _ = try await fixture.deploy(CloudflareFixture.request("three", id: "d4", previous: second.reference))
        #expect(fixture.account.state.workflow?["schedules"] == [])
        #expect(fixture.account.state.workflow?["concurrency"] == nil)
    }

    @Test("A retention that is too long, and what the free plan lacks, are refused; a function has a note")
    func limits() throws {
        #expect(throws: PluginFailure.self) { try DeployConfiguration(["retention": ["success": "31 days"]]) }
        #expect(throws: PluginFailure.self) { try DeployConfiguration(["retention": ["complete": "1 day"]]) }
        for config: JSONObject in [["workflowSchedules": ["0 6 * * *"]], ["retention": ["error": "4 days"]]] {
            let request = CloudflareFixture.request(config: config)
            _ = try DesiredService(request, previous: nil, plan: .paid)
            let error = #expect(throws: PluginFailure.self) { try DesiredService(request, previous: nil, plan: .free) }
            #expect(error?.code == "cloudflare.plan")
        }
        let function = CloudflareFixture.request(config: Self.config, className: nil)
        let notes = try DesiredService(function, previous: nil, plan: .paid).notes
        #expect(notes.count == 1 && notes[0].contains("concurrency, retention, workflowSchedules"))
    }
}

@Suite("Plans", .timeLimit(.minutes(10)))
struct PlanTests {
    @Test("A run with more steps than the connection's plan allows is not deployed", arguments: [1_024, 1_025])
    func steps(count: Int) throws {
        let artifact = Artifact(
            target: "cloudflare", kind: .workflow, fileName: "w.ts", className: "W", source: "", lineMap: [],
            bindings: [], requiredEnvironment: [], dependencies: [], trigger: .manual, warnings: [],
            durableSteps: count)
        let request = DeployRequest(
            deploymentId: "d", workflowId: "w", versionId: "v", workflowName: "W", artifact: artifact, environment: [],
            credentials: CloudflareFixture.credentials)
        _ = try DesiredService(request, previous: nil, plan: .paid)
        if count == 1_024 {
            _ = try DesiredService(request, previous: nil, plan: .free)
        } else {
            #expect {
                try DesiredService(request, previous: nil, plan: .free)
            } throws: { ($0 as? PluginFailure)?.code == "cloudflare.plan" }
        }
    }
}
