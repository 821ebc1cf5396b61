/// A head that did not arrive in time.
package struct SlowRequestHead: Error {}
