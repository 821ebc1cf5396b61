import Foundation
import Hummingbird
import Logging

/// The framework's own hello world: what requests to the API are compared with.
@main
struct HelloServer {
    static func main() async throws {
        let router = Router()
        router.get("hello") { _, _ in "Hello, world" }
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                print("http://127.0.0.1:\(channel.localAddress?.port ?? 0)")
                fflush(nil)
            },
            logger: Logger(label: "hello") { _ in SwiftLogNoOpLogHandler() })
        try await application.runService()
    }
}
