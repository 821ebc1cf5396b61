import PluginMessages
import Synchronization

/// What services have printed outside of runs since the server's start, and the requests that they answered: the newest lines
/// of each.
final class ServiceLogBuffer: Sendable {
    /// Of a service.
    static let keptLines = 200
    /// Bytes of a service's lines, about.
    static let keptBytes = 64 << 10
    static let mostServices = 500

    private struct Lines {
        var newest: [RunLogLine] = []
        var bytes = 0

        /// Of the last line.
        var loggedAt: Int { newest.last?.loggedAt ?? 0 }

        mutating func add(_ line: RunLogLine) {
            newest.append(line)
            bytes += line.text.utf8.count
            var count = 0
            while newest.count - count > 1, newest.count - count > keptLines || bytes > keptBytes {
                bytes -= newest[count].text.utf8.count
                count += 1
            }
            newest.removeFirst(count)
        }
    }

    private let services = Mutex<[String: Lines]>([:])

    /// Oldest first.
    func lines(of service: String) -> [RunLogLine] { services.withLock { $0[service]?.newest ?? [] } }

    func add(_ line: RunLogLine, of service: String) {
        services.withLock { services in
            if services[service] == nil, services.count >= Self.mostServices,
                let oldest = services.min(by: { $0.value.loggedAt < $1.value.loggedAt })
            {
                services[oldest.key] = nil
            }
            services[service, default: Lines()].add(line)
        }
    }

    func forget(_ service: String) { services.withLock { $0[service] = nil } }
}
