package enum SampleKind: String, Sendable { case counter, gauge, histogram, summary }
