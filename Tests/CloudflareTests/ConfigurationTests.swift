import JSON
import PluginMessages
import Testing

@testable import CloudflareRuntime

@Suite("Deploy configurations")
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

    @Test("All settings reach the upload's metadata")
    func metadata() throws {
        let request = CloudflareFixture.request(config: [
            "compatibilityDate": "2026-01-01", "compatibilityFlags": ["nodejs_als"], "placement": "smart",
            "cpuMs": 100, "observability": false, "samplingRate": 0.5, "logpush": true,
        ])
        let metadata = try DeployDraft(request, previous: nil, plan: .paid).metadata
        #expect(metadata["compatibility_date"] == "2026-01-01")
        #expect(metadata["compatibility_flags"] == ["nodejs_als"])
        #expect(metadata["placement"] == ["mode": "smart"])
        #expect(metadata["limits"] == ["cpu_ms": 100])
        #expect(metadata["observability"] == ["enabled": false, "head_sampling_rate": 0.5])
        #expect(metadata["logpush"] == true)
        #expect(throws: PluginFailure.self) { try DeployDraft(request, previous: nil, plan: .free) }
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

@Suite("Plans")
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
        _ = try DeployDraft(request, previous: nil, plan: .paid)
        if count == 1_024 {
            _ = try DeployDraft(request, previous: nil, plan: .free)
        } else {
            #expect {
                try DeployDraft(request, previous: nil, plan: .free)
            } throws: { ($0 as? PluginFailure)?.code == "cloudflare.plan" }
        }
    }
}
