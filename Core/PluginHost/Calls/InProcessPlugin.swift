import JSON
import PluginMessages
import Synchronization

/// A plugin whose library is loaded into this process.
final class InProcessPlugin: PluginConnection {
    let library: PluginLibrary
    private let slots = Mutex(Slots())

    private struct Slots {
        /// All that were ever made: the plugin may hold a pointer to any of them.
        var all: [CallSlot] = []
        /// Free ones, the one that was freed longest ago first: a reply that comes twice then finds an idle
        /// slot and not the next call.
        var free: [CallSlot] = []
        var lastCall: UInt64 = 0
    }

    /// So many free slots wait before one is used again.
    private static let quarantine = 64

    init(library: PluginLibrary) { self.library = library }

    func call(
        _ method: String, _ params: JSONValue, deadline: Duration,
        event: @escaping @Sendable (String, JSONValue) -> Void
    ) async throws(PluginFailure) -> JSONValue {
        let (call, slot) = open()
        let request = PluginRequest(method: method, params: params, deadline: deadline).bytes
        let answer = await withTaskCancellationHandler {
            await CallDeadline.limit(deadline) {
                await withCheckedContinuation { continuation in
                    guard slot.begin(call, event: event, continuation) else { return }
                    self.library.invoke(call, request: request, slot: slot)
                }
            } onTimeout: {
                self.abandon(call, slot, .timeout(method, deadline))
            }
        } onCancel: {
            abandon(call, slot, .cancelled)
        }
        return try answer.get()
    }

    private func open() -> (UInt64, CallSlot) {
        slots.withLock { slots in
            slots.lastCall += 1
            let slot: CallSlot
            if slots.free.count > Self.quarantine {
                slot = slots.free.removeFirst()
            } else {
                slot = CallSlot { [weak self] slot in self?.slots.withLock { $0.free.append(slot) } }
                slots.all.append(slot)
            }
            slot.take(for: slots.lastCall)
            return (slots.lastCall, slot)
        }
    }

    private func abandon(_ call: UInt64, _ slot: CallSlot, _ failure: PluginFailure) {
        library.cancel(call)
        slot.abandon(call, failure)
    }
}
