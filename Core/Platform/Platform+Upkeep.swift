import Storage

/// What goes on beside requests, from the start of a server to its end.
extension Platform {
    /// Puts right what a stop of the server has cost: ends the deploys that it left behind, and compares runs and deployments
    /// with their providers.
    package func catchUp() async {
        await interruptedDeploys.recover(interrupted)
        await reconciler.reconcileAll()
        await runJobs.resume()
    }

    /// Compares runs with their providers, and deletes what has been kept long enough, now and then, gives deployments
    /// secrets that change, sends what webhooks are told of, asks vendors about credentials that runs fail over, tells what
    /// other servers change, and carries out changes of the master key, until the task is cancelled.
    package func keepUp(every interval: Duration = .seconds(60)) async {
        async let compared: Void = reconciler.run(every: interval)
        async let trimmed: Void = retention.run(every: interval)
        async let updated: Void = rollout.run()
        async let told: Void = webhookDispatcher.run()
        async let watched: Void = credentialWatch.run()
        async let followed: Void = sharedFeed.run()
        async let arrived: Void = welcome()
        async let replaced: Void = endReplaced()
        async let resealed: Void = resealing.run()
        _ = await (compared, trimmed, updated, told, watched, followed, arrived, replaced, resealed)
    }

    /// Other servers can know where this one, which leads, is.
    package func open() { places?.others.open() }

    /// Puts right what a server's absence has cost, whenever one is there again.
    private func welcome() async {
        guard let arrivals = places?.others.arrivals else { return }
        for await server in arrivals {
            await interruptedDeploys.recoverLeft(on: server)
            await reconciler.reconcile(server: server)
            await rollout.requestAll()
        }
    }

    /// Ends what servers had that cannot be reached, when it was deployed elsewhere.
    private func endReplaced() async { for await workflow in deployed { await reconciler.left.endRuns(of: workflow) } }

    /// Whether installed packages have providers: a server that does not lead has not loaded them.
    package func hasPackagedProviders() async throws -> Bool {
        try await storage.read { try Table(PackageRecord.self, in: $0).all() }
            .contains { !$0.contents(as: $0.node).providers.isEmpty }
    }

    /// Applies what plugins tell. Returns when plugins are shut down and all is applied, or the task is cancelled.
    package func listen() async { await listener.run() }

    /// Ends downloads from registries: whoever waits for one is told that the server stops.
    package func stopDownloads() async { await registries.stop() }

    /// Returns when all that has begun has ended, or the task is cancelled.
    package func drain() async {
        await runJobs.executor.stop()
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        // Work in a queue is nobody's child, and its end cannot be awaited less than to the end.
        Task {
            await queue.drain()
            await changes.drain()
            end.finish()
        }
        for await _ in ended {}
    }
}
