import Foundation

/// The port at which functions answer. Their addresses are in deployments, so it stays the same from one start to the
/// next where it can.
struct ListenerPorts: Sendable {
    /// Beside the server's own.
    private static let preferred = 8788

    /// The setting `PORT`; 0 is a free one.
    let setting: Int?
    private let memory: URL

    init(setting: Int?, dataFolder: URL) {
        self.setting = setting
        memory = dataFolder.appending(path: "port")
    }

    /// To be tried one after another.
    var candidates: [Int] {
        if let setting { return [setting] }
        return [remembered, Self.preferred, 0].compactMap(\.self)
    }

    /// `true`: earlier deployments have another address.
    func hasChanged(to port: Int) -> Bool { remembered.map { $0 != port } ?? false }

    private var remembered: Int? { (try? String(contentsOf: memory, encoding: .utf8)).flatMap { Int($0) } }

    func remember(_ port: Int) throws { try Data("\(port)".utf8).write(to: memory, options: .atomic) }
}
