import CPostgreSQL

/// Where the server's notices go: libpq would print them.
///
/// It is never freed while a connection has it: both are the plugin's, for as long as the process runs.
final class NoticeSink: Sendable {
    private let log: @Sendable (String) -> Void

    init(_ log: @escaping @Sendable (String) -> Void) { self.log = log }

    func receive(of connection: OpaquePointer?) {
        _ = PQsetNoticeProcessor(
            connection,
            { sink, message in
                guard let sink else { return }
                Unmanaged<NoticeSink>.fromOpaque(sink).takeUnretainedValue().log(ServerText.line(message))
            }, Unmanaged.passUnretained(self).toOpaque())
    }
}
