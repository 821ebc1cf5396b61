/// A sleep that a test does not wait for.
struct SkippedSleep {
    let node: Int
    /// Milliseconds that it takes at most: in a loop, which may look for something again and again, a moment.
    let longest: Int
}
