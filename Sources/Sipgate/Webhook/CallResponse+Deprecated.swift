/// The former name. It clashed with the type `Response` of server frameworks, so in Swift 6 it is no longer found, and a framework's
/// type needs no module name before it.
@available(swift, deprecated: 5.0, obsoleted: 6.0, renamed: "CallResponse")
public typealias Response = CallResponse
