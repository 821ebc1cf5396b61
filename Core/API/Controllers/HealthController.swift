import Hummingbird
import JSON

/// For those who watch the server.
struct HealthController {
    var endpoints: [OpenEndpoint] {
        [
            OpenEndpoint(
                .get, "/api/health", "Get health", notes: "The server runs; rate limits do not count this.",
                gives: .ok(.object(["status": .choice(["ok"])]))
            ) { _, _ in .json(["status": "ok"]) }
        ]
    }
}
