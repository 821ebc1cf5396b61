/// A body that did not arrive in time.
package struct SlowRequestBody: Error {}
