import Synchronization
import Testing
import Values

@Suite("Serial queues", .timeLimit(.minutes(10)))
struct SerialQueueTests {
    @Test("Work with one key runs one at a time and in order, with another key beside it")
    func order() async throws {
        let queue = SerialQueue<String>()
        let log = Mutex<[Int]>([])
        let running = Mutex(0)
        let held = queue.join("a")
        let tasks = (0..<50).map { number in
            queue.start(for: "a") {
                let count = running.withLock { count in
                    count += 1
                    return count
                }
                #expect(count == 1)
                await Task.yield()
                running.withLock { $0 -= 1 }
                log.withLock { $0.append(number) }
            }
        }
        #expect(await queue.run(for: "b") { 7 } == 7)
        #expect(log.withLock { $0 }.isEmpty)
        queue.end(held)
        for task in tasks { await task.value.get() }
        #expect(log.withLock { $0 } == Array(0..<50))
    }

    @Test("A key is taken at once only while nothing has it")
    func take() throws {
        let queue = SerialQueue<String>()
        let ticket = try #require(queue.take("a"))
        #expect(queue.take("a") == nil)
        #expect(queue.take("b") != nil)
        queue.end(ticket)
        #expect(queue.take("a") != nil)
    }

    @Test("An error ends the turn of the work that throws it")
    func failure() async throws {
        struct Failure: Error {}
        let queue = SerialQueue<Int>()
        await #expect(throws: Failure.self) { try await queue.run(for: 1) { () throws(Failure) in throw Failure() } }
        #expect(queue.take(1) != nil)
    }

    @Test("A drain waits for the work of every key")
    func drained() async throws {
        let queue = SerialQueue<String>()
        let first = queue.join("a"), second = queue.join("b")
        let isDrained = Mutex(false)
        let drain = Task {
            await queue.drain()
            isDrained.withLock { $0 = true }
        }
        queue.end(first)
        // The drain begins meanwhile, and each turn of another key ends beside the one that it waits for.
        for _ in 0..<100 {
            queue.end(queue.join("c"))
            try await Task.sleep(for: .milliseconds(1))
        }
        #expect(!isDrained.withLock { $0 })
        queue.end(second)
        await drain.value
    }

    @Test("Work that has begun ends although its caller is cancelled, and a drain waits for it")
    func cancelled() async throws {
        let queue = SerialQueue<Int>()
        let ended = Mutex(false)
        let held = queue.join(1)
        let caller = Task { await queue.run(for: 1) { ended.withLock { $0 = true } } }
        caller.cancel()
        queue.end(held)
        await caller.value
        await queue.drain()
        #expect(ended.withLock { $0 })
        #expect(queue.take(1) != nil)
    }
}
