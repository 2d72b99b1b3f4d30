/// Where the provider's events come from.
public enum EventSource {
    /// The IP addresses of `push-api.sipgate.net`, as the provider's own library for Node.js lists them.
    ///
    /// They have changed before: a hint, such as for limits. Whether an event is genuine only its signature tells.
    public static let addresses = ["217.116.118.254", "212.9.46.32"]
}
